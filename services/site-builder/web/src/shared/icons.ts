// Own line icons, 24 × 24, drawn for this product; no icon font, no request.
const PATHS = {
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cloud: "M7 18a4.5 4.5 0 0 1-.5-8.97A6 6 0 0 1 18 10.5 3.8 3.8 0 0 1 17.5 18z",
  cloudOff: "M7 18a4.5 4.5 0 0 1-.5-8.97M9.5 6.1A6 6 0 0 1 18 10.5a3.8 3.8 0 0 1 1.7 6.4M4 4l16 16",
  dot: "M12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
  warning: "M12 4l9 16H3zM12 10v4.5M12 17.2v.3",
  external: "M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  rocket: "M12 15l-3-3c1-4 4-8 10-8 0 6-4 9-8 10zM9 12H5l2.5-4H11M12 15v4l4-2.500V13M6 16c-1.500.8-2 4-2 4s3.200-.5 4-2",
  out: "M14 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h8M10 12h10M17 9l3 3-3 3",
  undo: "M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-3",
  redo: "M16 5l4 4-4 4M20 9H10a5.500 5.500 0 0 0 0 11h3",
  desktop: "M4 5h16v11H4zM9 20h6M12 16v4",
  tablet: "M6 3.500h12v17H6zM11 18h2",
  mobile: "M8 3.500h8v17H8zM11 18h2",
  page: "M6 3.500h8l4 4v13H6zM14 3.500v4h4",
  blocks: "M4.500 4.500h6v6h-6zM13.500 4.500h6v6h-6zM4.500 13.500h6v6h-6zM13.500 13.500h6v6h-6z",
  layers: "M12 4l8.500 4.500L12 13 3.500 8.500zM4 12.500l8 4.250 8-4.250M4 16.500l8 4.250 8-4.250",
  heading: "M6 5v14M18 5v14M6 12h12",
  text: "M5 6h14M5 10.500h14M5 15h14M5 19.500h8",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.500-2.500L20 17M15.500 9.500h.01",
  button: "M3.500 8h17v8h-17zM8.500 12h7",
  columns: "M4 5h7v14H4zM13 5h7v14h-7z",
  columns3: "M3.500 5h4.700v14H3.500zM9.650 5h4.700v14h-4.700zM15.800 5h4.700v14h-4.700z",
  section: "M3.500 6h17v12h-17zM7 10h10M7 14h6",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  list: "M9 6.500h11M9 12h11M9 17.500h11M4.500 6.500h.01M4.500 12h.01M4.500 17.500h.01",
  quote: "M5 17c3 0 4-2 4-5V7H4v5h3M15 17c3 0 4-2 4-5V7h-5v5h3",
  divider: "M4 12h16",
  spacer: "M5 5h14M5 19h14M12 8.500v7M10 10.500l2-2 2 2M10 13.500l2 2 2-2",
  upload: "M12 16V5M8 9l4-4 4 4M5 16v3h14v-3",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13",
  sites: "M4 5h16v14H4zM4 9h16M7 7h.01",
  brush: "M14 4l6 6-8 8a3 3 0 0 1-4.200-.2L4 20l2-4a3 3 0 0 1 0-4z",
  globe: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M4 12h16M12 4c3 2.400 4 5 4 8s-1 5.600-4 8c-3-2.400-4-5-4-8s1-5.600 4-8",
  copy: "M9 9h10v11H9zM5 15V4h10",
  clock: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 8v4.500l3 2",
  refresh: "M19 12a7 7 0 1 1-2-5l2 2M19 5v4h-4",
  settings: "M5 7h9M18 7h1M5 17h1M10 17h9M16 7m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M8 17m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
} as const;

export type IconName = keyof typeof PATHS;

export function iconMarkup(name: IconName): string {
  return (
    `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
    `stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`
  );
}

export function icon(name: IconName): Element {
  const holder = document.createElement("template");
  holder.innerHTML = iconMarkup(name);
  return holder.content.firstElementChild as Element;
}
