// Small drawings of the templates, so that one can choose by eye.
const DRAWINGS: Record<string, string> = {
  blank:
    '<rect width="320" height="180" fill="#fff"/><rect x="70" y="56" width="150" height="16" rx="4" fill="#1f2933"/>' +
    '<rect x="70" y="88" width="180" height="7" rx="3.500" fill="#cbd2d9"/><rect x="70" y="103" width="130" height="7" rx="3.500" fill="#cbd2d9"/>',
  business:
    '<rect width="320" height="180" fill="#fff"/><rect y="22" width="320" height="84" fill="#e8f4f1"/>' +
    '<rect x="24" y="8" width="52" height="7" rx="3.500" fill="#10233f"/><rect x="250" y="8" width="46" height="6" rx="3" fill="#c3ccd6"/>' +
    '<rect x="24" y="42" width="118" height="11" rx="3" fill="#10233f"/><rect x="24" y="58" width="86" height="11" rx="3" fill="#10233f"/>' +
    '<rect x="24" y="80" width="46" height="13" rx="4" fill="#0f766e"/><rect x="200" y="38" width="92" height="54" rx="7" fill="#fff"/>' +
    '<rect x="210" y="50" width="40" height="5" rx="2.500" fill="#10233f"/><rect x="210" y="63" width="70" height="4" rx="2" fill="#c3ccd6"/>' +
    '<rect x="210" y="73" width="70" height="4" rx="2" fill="#c3ccd6"/><g fill="#fff" stroke="#dfe3ea"><rect x="24" y="122" width="84" height="44" rx="6"/>' +
    '<rect x="118" y="122" width="84" height="44" rx="6"/><rect x="212" y="122" width="84" height="44" rx="6"/></g>',
  portfolio:
    '<rect width="320" height="180" fill="#f6f1ea"/><rect x="24" y="10" width="46" height="6" rx="3" fill="#211d1a"/>' +
    '<rect x="24" y="32" width="150" height="11" rx="2" fill="#211d1a"/><rect x="24" y="48" width="110" height="11" rx="2" fill="#211d1a"/>' +
    '<rect x="24" y="76" width="272" height="50" rx="2" fill="#c4512d"/><circle cx="226" cy="92" r="12" fill="#ffe2b8"/>' +
    '<rect x="24" y="134" width="132" height="46" rx="2" fill="#4d6a52"/><rect x="164" y="134" width="132" height="46" rx="2" fill="#1a2238"/>',
};

const GROUNDS = ["#e9edfd", "#e2f4ea", "#fdf1dc", "#f3e8fb", "#e3f1f6"];

export function drawing(template: string): Element {
  return svg(DRAWINGS[template] ?? DRAWINGS["blank"] ?? "");
}

/** A site's card: its initial on a ground that stays the same for the same site. */
export function emblem(site: string, title: string): Element {
  let sum = 0;
  for (const letter of site) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  const element = svg(
    `<rect width="320" height="180" fill="${GROUNDS[sum % GROUNDS.length]}"/><circle cx="${40 + (sum % 240)}" cy="${170 - (sum % 90)}" r="${60 + (sum % 50)}" fill="#fff" opacity=".55"/>` +
      '<text x="24" y="112" font-size="72" font-weight="700" fill="#18202f" opacity=".82" font-family="system-ui, sans-serif"></text>',
  );
  const letter = element.querySelector("text");
  if (letter) letter.textContent = [...title.trim()][0]?.toUpperCase() ?? "·";
  return element;
}

function svg(inside: string): Element {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg viewBox="0 0 320 180" preserveAspectRatio="xMidYMin slice" aria-hidden="true" focusable="false">${inside}</svg>`;
  return holder.content.firstElementChild as Element;
}
