import { busy, h, sheet } from "../shared/dom";
import { icon } from "../shared/icons";
import { problemNotice } from "../shared/problems";
import { RECORD_TYPES, type RecordSet, type Zone, zones } from "../shared/zones";

interface Row { element: HTMLElement; read(): RecordSet }

const TTL = 300;

/** The DNS records of a name that was bought here: what its owner may set, and what Plat keeps. */
export function openZone(name: string): void {
  const problems = h("div", {});
  const kept = h("div", { class: "records", role: "table", "aria-label": "Records that Plat keeps" });
  const own = h("div", { class: "stack", "data-test": "own-records" });
  const changes = h("ul", { class: "changes", "data-test": "changes", "aria-live": "polite" });
  const said = h("p", { class: "hint", role: "status", "data-test": "zone-said" });
  const add = h("button", { class: "button", type: "button", "data-test": "add-record" }, icon("plus"), "Add a record");
  const save = h("button", { class: "button primary", type: "submit", disabled: true, "data-test": "save-zone" }, "Save");
  const form = h("form", { class: "stack" }, own, add, changes, problems, h("div", { class: "name-actions" }, save, said));
  let zone: Zone | undefined;
  let rows: Row[] = [];
  sheet({ title: `DNS records of ${name}`, test: "zone-dialog", wide: true }, h("h3", {}, "Kept by Plat"), kept, h("h3", {}, "Yours"), form);

  add.addEventListener("click", () => {
    const made = row({ name, type: "TXT", ttl: TTL, values: [], managed: null });
    own.append(made.element);
    made.element.querySelector<HTMLElement>("select")?.focus();
    differ();
  });
  form.addEventListener("input", differ);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(save, async () => {
      try {
        show(await zones.write(name, zone?.serial ?? 0, wanted()));
      } catch (error) {
        problems.replaceChildren(problemNotice(error));
      }
    });
  });

  function show(fresh: Zone): void {
    zone = fresh;
    problems.replaceChildren();
    kept.replaceChildren(...fresh.records.filter((one) => one.managed !== null).map(keptRow));
    rows = [];
    own.replaceChildren(...fresh.records.filter((one) => one.managed === null).map((one) => row(one).element));
    const behind = fresh.servers.filter((one) => one.behind).map((one) => one.address);
    said.textContent = behind.length === 0 ? "All name servers show this." : `Not on ${behind.join(", ")} yet. ${fresh.problem ?? ""}`;
    differ();
  }

  function row(set: RecordSet): Row {
    const label = (text: string, field: HTMLElement): HTMLElement => h("label", { class: "zone-field" }, h("span", { class: "record-label" }, text), field);
    const type = h("select", { class: "input", "data-test": "record-type" }, ...RECORD_TYPES.map((one) => h("option", { value: one, selected: one === set.type }, one)));
    const host = h("input", { class: "input", required: true, spellcheck: "false", autocapitalize: "none", value: set.name, "data-test": "record-name" });
    const values = h("textarea", { class: "input", rows: Math.max(1, set.values.length), required: true, spellcheck: "false", "data-test": "record-values" });
    values.value = set.values.join("\n");
    const remove = h("button", { class: "button ghost icon-only", type: "button", "aria-label": "Take this record away", "data-test": "remove-record" }, icon("trash"));
    const element = h("div", { class: "zone-row", "data-test": "own-record" }, label("Type", type), label("Name", host), label("Values, one on each line", values), remove);
    const made: Row = {
      element,
      read: () => ({ name: full(host.value), type: type.value, ttl: set.ttl, values: values.value.split("\n").map((one) => one.trim()).filter(Boolean), managed: null }),
    };
    remove.addEventListener("click", () => {
      rows = rows.filter((one) => one !== made);
      element.remove();
      differ();
      add.focus();
    });
    rows.push(made);
    return made;
  }

  /** People leave the domain out, as other providers have taught them. */
  function full(text: string): string {
    const typed = text.trim().replace(/\.$/, "").toLowerCase();
    if (typed === "" || typed === "@") return name;
    return typed === name || typed.endsWith(`.${name}`) || typed.includes(".") ? typed : `${typed}.${name}`;
  }

  function wanted(): RecordSet[] {
    return rows.map((one) => one.read()).filter((one) => one.values.length > 0);
  }

  function differ(): void {
    const before = lines((zone?.records ?? []).filter((one) => one.managed === null));
    const after = lines(wanted());
    const news = [...after].filter((one) => !before.has(one)).map((one) => h("li", { class: "more" }, `+ ${one}`));
    const gone = [...before].filter((one) => !after.has(one)).map((one) => h("li", { class: "less" }, `− ${one}`));
    changes.replaceChildren(...gone, ...news);
    save.disabled = gone.length + news.length === 0;
  }

  zones.read(name).then(show, (error) => problems.replaceChildren(problemNotice(error)));
}

function lines(sets: RecordSet[]): Set<string> {
  return new Set(sets.flatMap((set) => set.values.map((value) => `${set.name} ${set.type} ${value}`)));
}

function keptRow(set: RecordSet): HTMLElement {
  return h(
    "div",
    { class: "record", role: "row", "data-test": "kept-record" },
    h("span", { class: "record-type", role: "cell" }, set.type),
    h("span", { class: "record-part", role: "cell" }, h("code", {}, set.name)),
    h("span", { class: "record-part", role: "cell" }, h("code", {}, set.values.join(", ")), h("span", { class: "hint" }, ` by ${set.managed}`)),
  );
}
