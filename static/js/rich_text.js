// A small editor for answers' texts, in place of a textarea with their HTML. Parts that nobody edits are sent
// unchanged. If the editor would lose part of a text, the textarea stays, with a message.

const LOSES = "The editor would lose part of this text, so you can only edit it as HTML.";
const BLOCKS = new Set(["P", "UL", "OL", "LI", "TABLE", "TBODY", "THEAD", "TFOOT", "CAPTION", "TR", "TD", "TH",
  "BLOCKQUOTE", "DIV", "H3", "H4", "H5"]);
const SAME = { B: "STRONG", I: "EM" };
const KEPT = { A: ["href", "title"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan", "scope"], OL: ["start"] };

const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;
const named = (element) => {
  const name = SAME[element.tagName] ?? element.tagName;
  const said = (KEPT[name] ?? []).map((key) => [key, element.getAttribute(key)]);
  const telling = said.filter(([key, value]) => value !== null && !(key !== "href" && key !== "title" && value === "1"));
  return `${name}${telling.map(([key, value]) => ` ${key}=${value}`).join("")}`;
};

// The content of a text, whatever its tags: each run of letters, with its marks and the blocks around it.
// Ignored are a paragraph that is alone in a cell or an item, table bodies, empty tags and white space.
function meaning(node, marks = [], found = []) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) tell(child.data.replace(/[ \t\r\n\f]+/g, ""), marks, found);
    else if (child.tagName === "BR") found.push("<br>");
    else if (child.tagName === "TBODY" || isAlone(child)) meaning(child, marks, found);
    else if (BLOCKS.has(child.tagName)) found.push(`<${named(child)}>`, ...meaning(child, marks), `</${child.tagName}>`);
    else if (child.nodeType === Node.ELEMENT_NODE) meaning(child, [...marks, named(child)].sort(), found);
  }
  return found;
}

function tell(text, marks, found) {
  if (!text) return;
  const mark = `[${[...new Set(marks)].join()}]`;
  if (found.at(-1)?.startsWith(mark)) found[found.length - 1] += text;
  else found.push(mark + text);
}

function isAlone(element) {
  const parent = element.parentElement;
  if (element.tagName !== "P" || !["LI", "TD", "TH"].includes(parent.tagName)) return false;
  return ![...parent.children].some((other) => other !== element && other.tagName === "P");
}

// A text without tags, read as the server reads it: an empty line separates paragraphs.
function markup(text, kit) {
  if (/<[a-z]/i.test(text)) return text;
  const blocks = text.split(/\n\s*\n/).map((block) => block.trim()).filter(Boolean);
  return blocks.map((textContent) => kit.crel("p", { textContent }).outerHTML.replaceAll("\n", "<br>")).join("");
}

const says = (html) => meaning(parsed(html)).join("\n");

// HTML as Parliament writes it: no redundant attributes, and no paragraphs in cells and items if there were none.
function tidy(html, before) {
  const [body, old] = [parsed(html), parsed(before)];
  for (const cell of body.querySelectorAll("td, th"))
    for (const name of ["colspan", "rowspan"]) if (cell.getAttribute(name) === "1") cell.removeAttribute(name);
  for (const element of body.querySelectorAll("a, ol"))
    for (const name of ["rel", "data-type"]) element.removeAttribute(name); // the server adds the first
  for (const name of ["li", "td", "th"])
    if (!old.querySelector(`${name} > p`))
      for (const p of body.querySelectorAll(`${name} > p`)) if (isAlone(p)) p.replaceWith(...p.childNodes);
  return /^<p><\/p>$/.test(body.innerHTML) ? "" : body.innerHTML;
}

function extensions(kit) {
  const menu = { groups: ["headings", "lists", "marks", "link", "table", "history"].map((group) => ({ group })) };
  const link = { enableTarget: false, protocols: ["http", "https", "mailto"], autolink: false, linkOnPaste: false };
  return [kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Bold, kit.Italic, kit.Underline, kit.Subscript,
    kit.Superscript, kit.Link.configure(link), kit.BulletList, kit.OrderedList, kit.ListItem, kit.Blockquote,
    kit.Heading.configure({ levels: [3, 4, 5] }), kit.Table, kit.TableRow, kit.TableHeader, kit.TableCell,
    kit.Gapcursor, kit.History, kit.SpecialCharacters, kit.Menu.configure(menu)];
}

// The editor, in its frame before the textarea. It updates the textarea after each change.
function open(textarea, kit) {
  const frame = kit.crel("div", { className: "prose-editor" });
  const before = markup(textarea.value, kit);
  textarea.before(frame);
  return new kit.Editor({
    element: frame,
    extensions: extensions(kit),
    content: before,
    injectCSS: false, // a style element, which our pages do not allow: editor.css has these styles
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label(textarea) } },
    onUpdate: ({ editor }) => { textarea.value = tidy(editor.getHTML(), before); },
    onDestroy: () => frame.remove(),
  });
}

const label = (textarea) => textarea.labels?.[0]?.textContent.replace(/:$/, "").trim() || "Text";

async function start(textarea) {
  if (textarea.id.includes("__prefix__") || textarea.dataset.started) return;
  textarea.dataset.started = "yes";
  const kit = await import(textarea.dataset.richText);
  const button = kit.crel("button", { type: "button", className: "rich-text-switch" });
  const note = kit.crel("p", { className: "help rich-text-note", role: "status" });
  const box = kit.crel("div", { className: "rich-text" });
  textarea.before(box);
  box.append(textarea, note, button);
  let editor = null;
  const asHtml = (why) => {
    editor?.destroy();
    editor = null;
    textarea.hidden = false;
    [button.textContent, note.textContent] = ["Edit as text", why];
  };
  const asText = () => {
    editor = open(textarea, kit);
    const before = markup(textarea.value, kit);
    if (says(tidy(editor.getHTML(), before)) !== says(before)) return asHtml(LOSES);
    textarea.hidden = true;
    [button.textContent, note.textContent] = ["Edit as HTML", ""];
  };
  button.addEventListener("click", () => (editor ? asHtml("") : asText()));
  asText();
}

const startAll = (within) => within.querySelectorAll("textarea[data-rich-text]").forEach(start);
startAll(document);
document.addEventListener("formset:added", (event) => startAll(event.target));
