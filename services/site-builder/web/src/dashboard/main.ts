import { api } from "../shared/api";
import { problemNotice } from "../shared/problems";
import { checkoutOrigin } from "../shared/services";
import { gate } from "./gate";
import { sitesPage } from "./sites";

const app = document.querySelector<HTMLElement>("#app") as HTMLElement;

async function show(): Promise<void> {
  try {
    const session = await api.session();
    if (session) app.replaceChildren(await sitesPage(session, () => showGate("sign-in")));
    else showGate(localStorage.getItem("plat-known") ? "sign-in" : "sign-up");
  } catch (error) {
    app.replaceChildren(problemNotice(error));
  }
}

function showGate(mode: "sign-up" | "sign-in"): void {
  app.replaceChildren(gate(mode, entered, showGate));
  app.querySelector<HTMLElement>("#email")?.focus();
}

function entered(): void {
  localStorage.setItem("plat-known", "1");
  const back = new URLSearchParams(location.search).get("back");
  // Only ever a path of our own: "//host" and "/\host" would lead out.
  if (back && /^\/edit\/[\w-]+\/[\w-]+$/.test(back)) location.assign(back);
  else void toShop(new URLSearchParams(location.search).get("buy"));
}

/** Who came from the shop to sign in goes back there. */
async function toShop(path: string | null): Promise<void> {
  const shop = path?.startsWith("/") ? await checkoutOrigin() : null;
  if (shop === null) return show();
  location.assign(shop + path);
}

void show();
