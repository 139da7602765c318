const [role, name, within] = arguments;
const implied = {
  button: "button, summary",
  textbox: "input:not([type]), input[type=text], input[type=password], input[type=url], textarea",
  searchbox: "input[type=search]",
  spinbutton: "input[type=number]",
  checkbox: "input[type=checkbox]",
  radio: "input[type=radio]",
  combobox: "select",
  dialog: "dialog",
  heading: "h1, h2, h3",
  list: "ul, ol",
  table: "table",
  row: "tr",
  status: "output",
};
const selector = `[role="${role}"]` + (implied[role] ? `, ${implied[role]}` : "");
const tidy = (text) => (text ?? "").replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
const heard = (element) =>
  [...element.childNodes]
    .filter((node) => !(node instanceof Element && node.getAttribute("aria-hidden") === "true"))
    .map((node) => (node instanceof Element ? heard(node) : node.nodeType === Node.TEXT_NODE ? node.data : ""))
    .join("");
const named = (element) => {
  const by = element.getAttribute("aria-labelledby");
  if (by) return tidy(by.split(/\s+/).map((id) => { const one = document.getElementById(id); return one ? heard(one) : ""; }).join(" "));
  const label = element.getAttribute("aria-label");
  if (label) return tidy(label);
  if (element.labels?.length) return tidy([...element.labels].map(heard).join(" "));
  return tidy(heard(element)) || tidy(element.getAttribute("title"));
};
const shown = (element) => {
  if (element.closest("[hidden], [inert]")) return false;
  const box = element.getBoundingClientRect();
  // Inputs that a styled label stands in for have no size of their own, and are still there.
  return box.width > 0 || box.height > 0 || element.matches("input[type=radio], input[type=checkbox]");
};
return [...(within ?? document).querySelectorAll(selector)].filter((element) => {
  const own = element.getAttribute("role");
  return (own === null || own === role) && shown(element) && (name === "" || named(element) === name);
});
