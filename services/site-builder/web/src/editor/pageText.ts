import grapesjs, { type Editor } from "grapesjs";
import type { Envelope } from "../shared/api";

export const GRAPES_VERSION = "0.23.6";

interface ProjectShape {
  pages: { frames: { component: Record<string, unknown> }[] }[];
  styles: unknown[];
}

/** The page in the editor as the text that is saved. */
export function textOf(editor: Editor): string {
  const data = editor.getProjectData() as unknown as ProjectShape;
  const component = { ...data.pages[0]?.frames[0]?.component };
  // GrapesJS makes these anew at loading; they say nothing about the page.
  delete component["head"];
  delete component["docEl"];
  return JSON.stringify(envelope(component, data.styles));
}

function envelope(component: Record<string, unknown>, styles: unknown[]): Envelope {
  return { schema: 1, grapes: GRAPES_VERSION, kind: "page", body: { component, styles } };
}

/** GrapesJS's project of one page. */
export function projectOf(page: Envelope): Record<string, unknown> {
  return { pages: [{ frames: [{ component: page.body.component }] }], styles: page.body.styles };
}

/** A whole document to look at, without scripts, for a frame of its own. */
export function previewOf(page: Envelope): string {
  const shown = grapesjs.init({ headless: true, telemetry: false, cssIcons: "", storageManager: false });
  shown.loadProjectData(projectOf(page));
  const html = `<!doctype html><html><head><style>${shown.getCss()}</style></head>${shown.getHtml()}</html>`;
  shown.destroy();
  return html;
}
