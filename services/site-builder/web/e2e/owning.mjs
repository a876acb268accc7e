// A name that somebody has already, with a name server of their own: the dashboard says what to set, they set it, and the
// site answers there over HTTPS. In real Chromium on a running cluster whose registry delegates DOMAIN to that server:
//   APP_URL=… EDGE_TLS=… CA_ROOT=… DOMAIN=bakers.test ZONE_FILE=… NAMED_PID=… node e2e/owning.mjs SCREENSHOTS
// At the end the name comes over from its registrar with CODE; REGISTRY is told to let five days pass, by REGISTRY_TOKEN.
// NAMES=50 does the same for that many names below it, and prints how long each took from the moment its records were right.
import { writeFileSync } from "node:fs";
import { check, launch, Story } from "./browser.mjs";
import { answers, ask, buyer, newSite, opens, publishedSite, times } from "./live.mjs";

const CLAIMS_AN_HOUR = 10;
const { APP_URL: app, DOMAIN: domain, ZONE_FILE: file, NAMED_PID: named } = process.env;
const many = Number(process.env.NAMES ?? "0");
const story = new Story(process.argv[2] ?? "target/owning");
const wait = { timeout: 60_000 };
// Nobody else knows names below test.
const browser = await launch({ root: process.env.CA_ROOT, args: [`--host-resolver-rules=MAP *.test 127.0.0.1`] });
let serial = 1;
let records = [];
let failed = false;
try {
  await journey();
} catch (error) {
  failed = true;
  console.error(`FAILED: ${error.message}`);
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);

async function journey() {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  story.watch(page, [/401/]);
  const at = (name) => page.locator(`[data-test="${name}"]`);
  const card = (name) => page.locator(`[data-test="name"][data-name="${name}"]`);
  const stamp = Date.now().toString(36);

  await story.step("a published site", page, () => publishedSite(page, app, stamp, `Bakers ${stamp}`));

  await story.step("the name says what is missing", page, async () => {
    await at("site-domains").click();
    await at("way-own").check(wait);
    await at("domain-name").fill(domain);
    await at("domain-pair").uncheck();
    await at("add-domain").click();
    await card(domain).locator('[data-type="TXT"]').waitFor(wait);
    await card(domain).locator('[data-test="finding"]').first().waitFor(wait);
  });

  await story.step("the records are set at its name server, and it comes alive", page, async () => {
    const { records: wanted } = await ask(page, `/domains/${domain}`, "GET", undefined, true);
    set(wanted);
    const begun = performance.now();
    await page.locator(`[data-name="${domain}"][data-status="routed"]`).waitFor(wait);
    console.log(`records right to live: ${Math.round(performance.now() - begun)} ms`);
  });

  await story.step("the site answers there over HTTPS without a warning", page, async () => {
    const visit = await (await browser.newContext()).newPage();
    const answer = await visit.goto(`https://${domain}:${process.env.EDGE_TLS}/`, wait);
    check(answer.status() === 200, `it answers ${answer.status()}`);
    check((await answer.securityDetails()) !== null, "it came without TLS");
    await visit.screenshot({ path: `${process.argv[2] ?? "target/owning"}/visit.png` });
    await visit.close();
  });
  check(story.complaints.length === 0, `the browser complained:\n  ${story.complaints.join("\n  ")}`);
  if (many > 0) await measure(stamp);
  await story.step("its registrar is asked for it", page, async () => {
    await at("way-bring").check(wait);
    await at("bring-name").fill(domain);
    await at("bring-code").fill("not-its-code");
    await at("bring").click();
    await page.locator('[data-test="bring-error"]:not(:empty)').waitFor(wait);
    await at("bring-code").fill(process.env.CODE);
    await at("bring").click();
    await bought("pending").waitFor(wait);
  });

  await story.step("five days later it is here, and the site has never been away", page, async () => {
    const away = [];
    const watching = setInterval(() => answers(domain).catch((problem) => away.push(problem.message)), 300);
    try {
      await days(5);
      await bought("active").waitFor(wait);
      await answers(domain);
    } finally {
      clearInterval(watching);
    }
    check(away.length === 0, `it was away: ${away}`);
  });

  function bought(state) {
    return page.locator(`[data-test="bought-name"][data-name="${domain}"][data-state="${state}"]`);
  }
}

async function days(count) {
  const answer = await fetch(`${process.env.REGISTRY}/clock`, {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.REGISTRY_TOKEN}` },
    body: JSON.stringify({ advance: `P${count}DT1M` }),
  });
  check(answer.status === 200, `the registry's clock: ${answer.status}`);
}

/** With the page open, which looks every five seconds. */
async function measure(stamp) {
  const took = times("records right to first good page");
  let page;
  let site;
  for (let i = 0; i < many; i++) {
    if (i % CLAIMS_AN_HOUR === 0) {
      page = await (await browser.newContext()).newPage();
      await buyer(page, app, `${stamp}-${i}`);
      site = await newSite(page, `${stamp}-${i}`);
    }
    const name = `n${i}-${stamp}.${domain}`;
    const answer = await ask(page, `/sites/${site}/domains`, "POST", { name }, true);
    set(answer.records);
    await took.measure(async () => {
      const looking = setInterval(() => ask(page, `/sites/${site}/domains/watch`, "POST", undefined, true).catch(() => {}), 5_000);
      try {
        await opens(name);
      } finally {
        clearInterval(looking);
      }
    });
  }
  check(took.tell() <= 15_000, "p95 is more than 15 s");
}

/** What a customer would type at their provider. */
function set(wanted) {
  records = records.concat(wanted.map(({ host, type, value }) => `${host}. 60 IN ${type} ${type === "TXT" ? `"${value}"` : type === "CNAME" ? `${value}.` : value}`));
  serial++;
  writeFileSync(file, [`$ORIGIN ${domain}.`, `@ 60 IN SOA ns.${domain}. hostmaster.${domain}. ${serial} 60 60 600 1`, `@ 60 IN NS ns.${domain}.`, "ns 60 IN A 127.0.0.1", ...records, ""].join("\n"));
  process.kill(Number(named), "SIGHUP");
}
