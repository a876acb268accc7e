import grapesjs, { type Editor } from "grapesjs";
import type { Chrome } from "./chrome";
import { icon, type IconName } from "../shared/icons";
import { h } from "../shared/dom";
import { bindPictures, type Pictures } from "./pictures";

const DEVICES: { id: string; label: string; icon: IconName; width: string; media: string }[] = [
  { id: "desktop", label: "Desktop", icon: "desktop", width: "", media: "" },
  { id: "tablet", label: "Tablet", icon: "tablet", width: "820px", media: "992px" },
  { id: "mobile", label: "Mobile", icon: "mobile", width: "390px", media: "480px" },
];

const SECTORS = [
  {
    id: "text", name: "Text", open: true,
    properties: ["font-family", "font-size", "font-weight", "color", "line-height", "letter-spacing", "text-align"],
  },
  { id: "space", name: "Space", open: false, properties: ["margin", "padding"] },
  { id: "size", name: "Size", open: false, properties: ["width", "max-width", "height", "min-height"] },
  { id: "ground", name: "Background", open: false, properties: ["background-color", "opacity"] },
  { id: "border", name: "Border", open: false, properties: ["border-radius", "border", "box-shadow"] },
  {
    id: "layout", name: "Layout", open: false,
    properties: ["display", "flex-direction", "flex-wrap", "justify-content", "align-items", "gap"],
  },
];

/** GrapesJS in our frame: our panels, our pictures, no storage and no word to its maker. */
export function createCanvas(chrome: Chrome, pictures: Pictures): Editor {
  const editor = grapesjs.init({
    container: chrome.canvas,
    height: "100%",
    width: "auto",
    fromElement: false,
    telemetry: false,
    cssIcons: "",
    storageManager: false,
    showOffsets: true,
    noticeOnUnload: false,
    panels: { defaults: [] },
    // Nothing from outside is dropped in: HTML would reach the page unseen.
    canvas: { allowExternalDrop: false },
    assetManager: bindPictures(pictures) as never,
    blockManager: { blocks: [] },
    deviceManager: {
      devices: DEVICES.map(({ id, label, width, media }) => ({ id, name: label, width, ...(media ? { widthMedia: media } : {}) })),
    },
    layerManager: { appendTo: chrome.layers },
    traitManager: { appendTo: chrome.traits },
    // What one styles is the one thing selected; classes are the template's.
    selectorManager: { componentFirst: true, custom: true },
    styleManager: { appendTo: chrome.styles, sectors: SECTORS as never },
  });
  bindDevices(editor, chrome.devices);
  bindHistory(editor, chrome);
  bindSelection(editor, chrome);
  return editor;
}

function bindDevices(editor: Editor, holder: HTMLElement): void {
  for (const device of DEVICES) {
    const button = h(
      "button",
      {
        type: "button", class: "button ghost icon-only", "aria-label": device.label, title: device.label,
        "aria-pressed": String(device.id === "desktop"), "data-test": `device-${device.id}`,
        onclick: () => editor.Devices.select(device.id),
      },
      icon(device.icon),
    );
    editor.on("device:select", (selected) => button.setAttribute("aria-pressed", String(selected?.id === device.id)));
    holder.append(button);
  }
}

function bindHistory(editor: Editor, chrome: Chrome): void {
  const refresh = () => {
    chrome.undo.disabled = !editor.UndoManager.hasUndo();
    chrome.redo.disabled = !editor.UndoManager.hasRedo();
  };
  chrome.undo.addEventListener("click", () => editor.UndoManager.undo());
  chrome.redo.addEventListener("click", () => editor.UndoManager.redo());
  editor.on("update undo redo load project:load", refresh);
  refresh();
}

function bindSelection(editor: Editor, chrome: Chrome): void {
  const refresh = () => {
    const some = Boolean(editor.getSelected());
    chrome.nothingSelected.hidden = some;
    chrome.styles.hidden = !some;
  };
  editor.on("component:selected component:deselected", refresh);
  refresh();
}
