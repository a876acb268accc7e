import type { Block, Editor } from "grapesjs";
import { h } from "../shared/dom";
import { iconMarkup, type IconName } from "../shared/icons";

interface BlockShape {
  id: string;
  label: string;
  category: "Basics" | "Layout";
  icon: IconName;
  content: Record<string, unknown>;
  activate?: boolean;
}

const words = (content: string) => [{ type: "textnode", content }];
const column = (text: string) => ({
  style: { flex: "1 1 14rem", "min-width": "0", padding: "0.75rem" },
  components: [{ type: "text", tagName: "p", style: { margin: "0" }, components: words(text) }],
});
const columns = (...texts: string[]) => ({
  style: { display: "flex", "flex-wrap": "wrap", gap: "1rem" },
  components: texts.map(column),
});

const BLOCKS: BlockShape[] = [
  {
    id: "heading", label: "Heading", category: "Basics", icon: "heading",
    content: { type: "text", tagName: "h2", components: words("A new heading") },
  },
  {
    id: "text", label: "Text", category: "Basics", icon: "text",
    content: { type: "text", tagName: "p", components: words("Write something here. Double-click to change it.") },
  },
  {
    id: "picture", label: "Picture", category: "Basics", icon: "picture", activate: true,
    content: { type: "image", style: { "max-width": "100%", height: "auto" } },
  },
  {
    id: "button", label: "Button", category: "Basics", icon: "button",
    content: {
      type: "link",
      attributes: { href: "#" },
      style: {
        display: "inline-block", padding: "0.8rem 1.4rem", "border-radius": "0.5rem", color: "#ffffff",
        "background-color": "#2f4fd8", "font-weight": "600", "text-decoration": "none",
      },
      components: words("Press me"),
    },
  },
  {
    id: "link", label: "Link", category: "Basics", icon: "link",
    content: { type: "link", attributes: { href: "#" }, components: words("A link") },
  },
  {
    id: "list", label: "List", category: "Basics", icon: "list",
    content: {
      tagName: "ul",
      components: ["First thing", "Second thing", "Third thing"].map((one) => ({ type: "text", tagName: "li", components: words(one) })),
    },
  },
  {
    id: "quote", label: "Quote", category: "Basics", icon: "quote",
    content: {
      type: "text", tagName: "blockquote",
      style: { margin: "1.5rem 0", padding: "0.25rem 0 0.25rem 1.25rem", "border-left": "3px solid #c3cad6", "font-size": "1.2rem" },
      components: words("Something worth repeating."),
    },
  },
  {
    id: "divider", label: "Divider", category: "Basics", icon: "divider",
    content: { tagName: "hr", style: { border: "0", "border-top": "1px solid #c3cad6", margin: "2rem 0" } },
  },
  {
    id: "section", label: "Section", category: "Layout", icon: "section",
    content: {
      tagName: "section",
      style: { padding: "4rem 1.5rem" },
      components: [
        {
          style: { "max-width": "60rem", margin: "0 auto" },
          components: [
            { type: "text", tagName: "h2", components: words("A new section") },
            { type: "text", tagName: "p", components: words("Say what it is about.") },
          ],
        },
      ],
    },
  },
  { id: "columns-2", label: "2 columns", category: "Layout", icon: "columns", content: columns("Left column", "Right column") },
  { id: "columns-3", label: "3 columns", category: "Layout", icon: "columns3", content: columns("First column", "Second column", "Third column") },
  {
    id: "spacer", label: "Space", category: "Layout", icon: "spacer",
    content: { style: { height: "3rem" }, attributes: { "aria-hidden": "true" } },
  },
];

/** Draws the panel: drag a block into the page, or press Enter on it to put it after what is selected. */
export function blockPanel(editor: Editor): HTMLElement {
  const panel = h("div", { class: "block-panel", "data-test": "blocks" });
  for (const category of ["Basics", "Layout"] as const) {
    const shapes = BLOCKS.filter((one) => one.category === category);
    const blocks = shapes.map((shape) => define(editor, shape));
    // GrapesJS draws the tiles itself, since its drag and drop is bound to them.
    const list = editor.Blocks.render(blocks, { external: true }) as HTMLElement;
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", category);
    panel.append(h("h3", { class: "panel-title" }, category), list);
  }
  panel.append(h("p", { class: "panel-hint" }, "Drag a block into the page, or focus it and press Enter."));
  panel.addEventListener("keydown", (event) => {
    const id = (event.target as HTMLElement).dataset["block"];
    const shape = BLOCKS.find((one) => one.id === id);
    if (!shape || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    append(editor, shape);
  });
  return panel;
}

function define(editor: Editor, shape: BlockShape): Block {
  return editor.Blocks.add(shape.id, {
    label: shape.label,
    media: iconMarkup(shape.icon),
    content: shape.content,
    attributes: { role: "button", tabindex: "0", "data-block": shape.id, "data-test": `block-${shape.id}` },
    select: true,
    ...(shape.activate ? { activate: true } : {}),
  }) as Block;
}

/** After the selected component; without one, at the end of the page's main part. */
function append(editor: Editor, shape: BlockShape): void {
  const selected = editor.getSelected();
  const parent = selected?.parent();
  const wrapper = editor.getWrapper();
  const main = wrapper?.find("main").at(0) ?? wrapper;
  const content = structuredClone(shape.content) as never;
  const added = selected && parent ? parent.append(content, { at: selected.index() + 1 }) : main?.append(content);
  const first = added?.[0];
  if (!first) return;
  editor.select(first);
  first.getEl()?.scrollIntoView({ block: "center" });
  if (shape.activate) first.trigger("active");
}
