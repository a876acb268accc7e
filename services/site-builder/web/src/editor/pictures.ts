import { api, type Media } from "../shared/api";
import { h, sheet } from "../shared/dom";
import { icon } from "../shared/icons";
import { problemNotice } from "../shared/problems";

const ACCEPTED = "image/png,image/jpeg,image/gif,image/webp";
const SIZE_MAX = 20 * 1024 * 1024;

/** What GrapesJS hands to a custom asset manager. */
interface Asking {
  select: (asset: { type: string; src: string; name: string }, complete?: boolean) => void;
  close: () => void;
}

/** The picture chooser: everything uploaded for this site, and a place to upload more. */
export class Pictures {
  readonly #site: string;
  #dialog: HTMLDialogElement | undefined;

  constructor(site: string) {
    this.#site = site;
  }

  open(asking: Asking): void {
    this.#dialog?.close();
    const problems = h("div", {});
    const grid = h("div", { class: "picture-grid", "data-test": "pictures" });
    const input = h("input", { type: "file", accept: ACCEPTED, multiple: true, class: "sr-only", id: "picture-file", "data-test": "picture-file" });
    const drop = h(
      "label",
      { class: "picture-drop", for: "picture-file" },
      icon("upload"),
      h("span", {}, h("strong", {}, "Upload a picture"), h("span", {}, " or drop it here. PNG, JPEG, GIF or WebP, up to 20 MB.")),
    );
    const progress = h("div", { role: "status", "aria-live": "polite", class: "picture-progress", "data-test": "upload-status" });
    const choose = (media: Media) => {
      asking.select({ type: "image", src: media.url, name: media.name }, true);
      this.#dialog?.close();
    };

    const upload = async (files: Iterable<File>) => {
      problems.replaceChildren();
      for (const file of files) {
        progress.textContent = `Uploading ${file.name} …`;
        try {
          if (file.size > SIZE_MAX) throw tooLarge(file);
          const media = await api.upload(this.#site, file);
          grid.querySelector("[data-empty]")?.remove();
          grid.prepend(tile(media, choose));
          progress.textContent = `${file.name} is uploaded.`;
        } catch (error) {
          progress.textContent = "";
          problems.replaceChildren(error instanceof HTMLElement ? error : problemNotice(error));
        }
      }
      input.value = "";
    };
    input.addEventListener("change", () => void upload([...(input.files ?? [])]));
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      void upload([...(event.dataTransfer?.files ?? [])]);
    });

    this.#dialog = sheet(
      { title: "Pictures", test: "pictures-dialog", wide: true, onClose: () => asking.close() },
      problems,
      h("div", { class: "picture-upload" }, input, drop),
      progress,
      grid,
    );
    void this.#fill(grid, problems, choose);
  }

  async #fill(grid: HTMLElement, problems: HTMLElement, choose: (media: Media) => void): Promise<void> {
    try {
      const all = await api.media(this.#site);
      const shown = new Set([...grid.querySelectorAll<HTMLElement>("[data-media]")].map((one) => one.dataset["media"]));
      grid.append(...all.filter((one) => !shown.has(one.media)).map((one) => tile(one, choose)));
      if (!grid.firstChild) grid.append(h("p", { class: "panel-hint", "data-empty": true }, "No pictures yet."));
    } catch (error) {
      problems.replaceChildren(problemNotice(error));
    }
  }
}

function tile(media: Media, choose: (media: Media) => void): HTMLElement {
  return h(
    "button",
    { type: "button", class: "picture", "data-test": "picture", "data-media": media.media, "aria-label": `Use ${media.name}`, onclick: () => choose(media) },
    h("img", { src: media.url, alt: "", loading: "lazy" }),
    h("span", { class: "picture-name" }, media.name),
    h("span", { class: "picture-size" }, `${media.width} × ${media.height}`),
  );
}

function tooLarge(file: File): HTMLElement {
  return h("div", { class: "notice", role: "alert", "data-test": "problem" }, `${file.name} has ${(file.size / 1e6).toFixed(1)} MB; up to 20 MB are possible.`);
}

export function bindPictures(pictures: Pictures): NonNullable<Parameters<typeof import("grapesjs").default.init>[0]>["assetManager"] {
  return {
    assets: [],
    upload: false,
    embedAsBase64: false,
    dropzone: false,
    custom: { open: (props: unknown) => pictures.open(props as Asking), close: () => undefined },
  } as never;
}

