"use strict";
// Shows the figures of the page's data and keeps what a person judges of them. Text of reports goes into the page as
// text only (textContent, setAttribute), never as markup.

const PREFIX = "lawgov_extract.review:";
const COLUMNS = ["figure_id", "verdict", "indicator", "note", "file", "doc_id", "text", "program_indicator"];
const NO_CODE = "none"; // what a person says of a figure that no indicator fits
const WORDS = {
  all_documents: ["All documents", "全部文件"], export: ["Export verdicts (CSV)", "导出审阅结果（CSV）"],
  import: ["Import", "导入"], keys: ["Keys", "快捷键"], search: ["Search", "搜索"], domain: ["Domain", "领域"],
  indicator: ["Indicator", "指标"], only_uncoded: ["without a code", "仅无代码"], only_failed: ["failed checks", "仅校验未通过"],
  only_open: ["not judged", "仅未审"], show_all: ["Show all", "全部显示"], all_domains: ["all", "全部"],
  judged: ["{0} of {1} judged: {2} right, {3} wrong", "已审 {0} / {1}：正确 {2}，有误 {3}"],
  shown: ["{0} of {1} shown", "显示 {0} / {1}"], right: ["Right", "正确"], wrong: ["Wrong", "有误"],
  code: ["Correct code", "正确代码"], note: ["Note", "备注"], no_code: ["no code", "无代码"],
  none: ["no indicator fits", "无合适指标"], value: ["value", "数值"], dimension: ["part", "分项"], status: ["status", "状态"],
  year: ["year", "年份"], period: ["period", "时段"], label: ["label", "计数对象"], scope: ["scope", "范围"],
  part_of: ["part of", "所属合计"], compared_with: ["compared with", "对比"], pattern: ["pattern", "规则"], kind: ["kind", "类别"],
  expected: ["expected", "应为"], reported: ["reported", "报告值"], difference: ["difference", "差额"],
  unplaced: ["its place in the sentence is not certain", "在句中的位置不确定"], contents: ["Documents", "文件目录"],
  figures: ["figures", "数字"], coded: ["coded", "有代码"], checks_ok: ["checks that hold", "校验通过"],
  checks_failed: ["checks that do not", "校验未通过"], failed_list: ["Checks that do not hold", "未通过的校验"],
  verdict_of: ["Verdict on {0}", "审阅 {0}"], duplicate: ["the same content as {0}", "内容同 {0}"],
  unknown_code: ["{0}: no such code in the codebook; kept as written", "{0}：代码表中没有此代码，按原样保留"],
  imported: ["{0} verdicts imported, {1} of other documents left out, {2} not understood",
    "已导入 {0} 条；不属本页 {1} 条；无法识别 {2} 条"],
  not_csv: ["expected a CSV with the columns figure_id and verdict", "应为含 figure_id 和 verdict 两列的 CSV"],
  not_kept: ["This browser keeps nothing of a page opened from a file: export before you close it.",
    "浏览器不保存本页内容，请在关闭前导出。"],
  nothing: ["Nothing is judged yet.", "尚无审阅结果。"],
  review: ["Review", "审阅"], letters: ["letter keys on", "启用字母快捷键"],
  key_next: ["next figure", "下一个"], key_previous: ["previous figure", "上一个"], key_right: ["right, and on", "正确，并到下一个"],
  key_wrong: ["wrong, and choose the code", "有误，并选代码"], key_note: ["note", "备注"], key_undo: ["take the verdict back", "撤销"],
  key_search: ["search", "搜索"], key_leave: ["leave a field", "离开输入框"],
  exact: ["", ""], about: ["about", "约"], nearly: ["nearly", "近"], over: ["over", "超过"], below: ["below", "不足"],
  at_least: ["at least", "不低于"], at_most: ["at most", "不超过"], range: ["", ""],
  count: ["count", "计数"], rate: ["rate", "比率"], amount: ["amount", "金额"], duration: ["duration", "时长"],
  ratio: ["ratio", "比例"], change: ["change", "变化"], actual: ["actual", "实际"], target: ["target", "目标"],
  baseline: ["baseline", "对照"], parts_sum: ["parts and total", "分项与合计"], bound: ["bound", "上下限"],
  repeated: ["told twice", "重复表述"], between_reports: ["between reports", "报告之间"], report: ["report", "报告"],
  plan: ["plan", "计划"], other: ["", ""], ok: ["", ""], no_figures: ["no figures", "无数字"], empty: ["empty", "空文件"],
  needs_ocr: ["needs text recognition", "需要文字识别"], skipped: ["skipped", "已跳过"], failed: ["could not be read", "读取失败"],
};
const KEYS = { j: "next", k: "previous", r: "right", w: "wrong", n: "note", u: "undo", "/": "search", Esc: "leave" };

const page = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const codes = new Map((page.codes || []).map(([code, zh, en, domain, domainZh]) => [code, { zh, en, domain, domainZh }]));
const figures = []; // in the order of the page: { row, document, sentence, item, marks, words }
const placeOf = new Map(); // figure_id → its first place in figures
const kept = new Map(); // where verdicts are kept → figure_id → { verdict, indicator, note, text, program }
let keeps = true;
let current = -1;
let language = 0;

function word(name, ...values) {
  const words = Object.hasOwn(WORDS, name) ? WORDS[name][language] : name;
  return words.replace(/\{(\d)\}/g, (_, number) => String(values[number]));
}

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function tell(text) {
  at("message").textContent = text;
}

// ---- What a person judged

function recall(store) {
  if (kept.has(store)) return kept.get(store);
  const found = new Map();
  try {
    for (const [id, told] of Object.entries(JSON.parse(localStorage.getItem(PREFIX + store) || "{}"))) found.set(id, told);
  } catch {
    keeps = false;
  }
  kept.set(store, found);
  return found;
}

function keep(store) {
  try {
    localStorage.setItem(PREFIX + store, JSON.stringify(Object.fromEntries(kept.get(store))));
  } catch {
    keeps = false;
  }
  if (!keeps) tell(word("not_kept"));
}

function isCode(code) {
  return !code || code === NO_CODE || codes.has(code);
}

function judgement(figure) {
  return recall(figure.document.store).get(figure.row.figure_id) || {};
}

function note(figure, change) {
  const told = { ...judgement(figure), ...change, text: figure.row.text || "", program: figure.row.indicator || "" };
  const all = recall(figure.document.store);
  if (told.verdict || told.indicator || told.note) all.set(figure.row.figure_id, told);
  else all.delete(figure.row.figure_id);
}

function judge(figure, change) {
  note(figure, change);
  keep(figure.document.store);
  for (const one of figures) if (one.row.figure_id === figure.row.figure_id) showVerdict(one);
  showProgress();
}

function exported() {
  const lines = [COLUMNS];
  for (const { store, file, doc_id } of page.documents) {
    for (const [id, told] of recall(store)) {
      lines.push([id, told.verdict, told.indicator, told.note, file, doc_id, told.text, told.program]);
    }
  }
  return lines;
}

function written(lines) {
  const cell = (value) => (/[",\r\n]/.test(value || "") ? `"${value.replaceAll('"', '""')}"` : value || "");
  return "\ufeff" + lines.map((line) => line.map(cell).join(",") + "\n").join("");
}

function parsed(text) {
  const lines = [];
  let line = [];
  let from = text.startsWith("\ufeff") ? 1 : 0;
  const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\n|\r|$)/y;
  while (from < text.length) {
    field.lastIndex = from;
    const found = field.exec(text);
    if (!found) return null;
    from = field.lastIndex;
    line.push(found[1].startsWith('"') ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]);
    if (found[2] !== "," || from === text.length) {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}

function save() {
  const lines = exported();
  if (lines.length === 1) return tell(word("nothing"));
  const only = page.documents.length === 1 ? page.documents[0].doc_id : "";
  const url = URL.createObjectURL(new Blob([written(lines)], { type: "text/csv;charset=utf-8" }));
  make("a", { href: url, download: only ? `verdicts-${only}.csv` : "verdicts.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

async function bring(file) {
  const [head, ...lines] = parsed(await file.text()) || [[]];
  const column = Object.fromEntries(COLUMNS.map((name) => [name, head ? head.indexOf(name) : -1]));
  if (column.figure_id < 0 || column.verdict < 0) return tell(word("not_csv"));
  let done = 0, others = 0, unclear = 0;
  for (const line of lines) {
    const cell = (name) => (column[name] >= 0 && line[column[name]]) || "";
    const verdict = cell("verdict").trim().toLowerCase();
    if (line.length === 1 && !line[0]) continue;
    if (!["", "right", "wrong"].includes(verdict)) unclear += 1;
    else if (!placeOf.has(cell("figure_id"))) others += 1;
    else {
      note(figures[placeOf.get(cell("figure_id"))], { verdict, indicator: cell("indicator").trim(), note: cell("note") });
      done += 1;
    }
  }
  for (const store of new Set(page.documents.map((told) => told.store))) keep(store);
  figures.forEach(showVerdict);
  showProgress();
  tell(word("imported", done, others, unclear));
}

// ---- What is shown

function grouped(digits) {
  return digits.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
}

function valueOf(row) {
  const low = row.value_low === undefined ? "" : grouped(row.value_low);
  const high = row.value_high === undefined ? "" : grouped(row.value_high);
  const number = row.value === undefined ? `${low}–${high}` : grouped(row.value);
  return [word(row.bound || ""), number, row.unit].filter(Boolean).join(" ");
}

function periodOf(row) {
  if (!row.period_start && !row.period_end) return "";
  if (row.period_start === `${row.year}-01-01` && row.period_end === `${row.year}-12-31`) return "";
  return `${row.period_start || ""} – ${row.period_end || ""}`;
}

function nameOf(code, zh) {
  const known = codes.get(code);
  return (language === 0 && known && known.en) || zh || (known && known.zh) || "";
}

function linkTo(figureId) {
  const place = placeOf.get(figureId);
  if (place === undefined) return make("code", {}, figureId);
  const row = figures[place].row;
  const link = make("a", { href: `#f${place}` }, [row.text, row.dimension || nameOf(row.indicator, row.indicator_zh)].filter(Boolean).join(" "));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    select(place, true);
  });
  return link;
}

function checkShown(check, links) {
  const told = ["expected", "reported", "difference"].filter((name) => check[name] !== undefined);
  const item = make("li", {}, `${word(check.kind || "")}: ${check.statement || check.check_id}`);
  if (told.length) item.append(` (${told.map((name) => `${word(name)} ${check[name]}`).join(", ")})`);
  if (links) for (const id of (check.figure_ids || "").split(";").filter(Boolean)) item.append(" ", linkTo(id));
  return item;
}

function fact(name, ...shown) {
  return shown[0] ? make("div", {}, make("dt", {}, word(name)), make("dd", {}, ...shown)) : null;
}

function figureShown(figure, number) {
  const { row, document: owner } = figure;
  const what = make("div", { class: "what" }, make("span", { class: "text", lang: "zh" }, row.text || ""));
  if (row.indicator) {
    const title = page.definitions[row.indicator] || null;
    what.append(make("span", { title }, nameOf(row.indicator, row.indicator_zh)), make("code", {}, row.indicator));
  } else what.append(make("span", { class: "none" }, word("no_code")));
  if (row.unplaced) what.append(make("small", {}, word("unplaced")));
  const facts = make("dl", { class: "facts" }, ...[
    fact("value", valueOf(row)), fact("dimension", row.dimension), fact("kind", word(row.kind || "")),
    fact("status", word(row.status || "")), fact("year", row.year && String(row.year)), fact("period", periodOf(row)),
    fact("label", row.label), fact("scope", row.scope), fact("part_of", row.part_of && linkTo(row.part_of)),
    fact("compared_with", row.compared_with && linkTo(row.compared_with)), fact("pattern", row.pattern),
  ].filter(Boolean));
  const item = make("li", { class: "figure", id: `f${number}`, tabindex: "-1" }, what, facts);
  if (row.checks) {
    const known = new Map(owner.failed.map((check) => [check.check_id, check]));
    const shown = row.checks.map((id) => checkShown(known.get(id) || { check_id: id, kind: id.split(":")[0] }, false));
    item.append(make("ul", { class: "failures" }, ...shown));
  }
  const right = make("button", { type: "button", class: "right" }, `✓ ${word("right")}`);
  const wrong = make("button", { type: "button", class: "wrong" }, `✗ ${word("wrong")}`);
  right.addEventListener("click", () => judge(figure, { verdict: judgement(figure).verdict === "right" ? "" : "right" }));
  wrong.addEventListener("click", () => judge(figure, { verdict: judgement(figure).verdict === "wrong" ? "" : "wrong" }));
  item.append(make("div", { class: "verdict", role: "group", "aria-label": word("verdict_of", row.text || "") }, right, wrong));
  item.addEventListener("focusin", () => select(number, false));
  item.addEventListener("click", () => select(number, false));
  figure.item = item;
  return item;
}

// The fields of a figure are made when it is judged or current: thousands of them would slow the page down.
function fieldsOf(figure) {
  const group = figure.item.querySelector(".verdict");
  if (group.querySelector("input")) return;
  const code = make("input", { class: "code", list: "codes", autocomplete: "off", placeholder: " " });
  const note = make("input", { class: "note", placeholder: " " });
  code.addEventListener("change", () => {
    const typed = code.value.trim();
    const named = [...codes].find(([, known]) => known.zh === typed || known.en === typed);
    judge(figure, { indicator: named ? named[0] : typed });
    tell(isCode(named ? named[0] : typed) ? "" : word("unknown_code", typed));
  });
  note.addEventListener("change", () => judge(figure, { note: note.value }));
  group.append(make("label", {}, word("code"), " ", code), make("label", {}, word("note"), " ", note));
  showVerdict(figure);
}

function showVerdict(figure) {
  if (!figure.item) return;
  const told = judgement(figure);
  const judged = Boolean(told.verdict || told.indicator || told.note);
  if (judged && !figure.item.querySelector("input")) return fieldsOf(figure);
  for (const verdict of ["right", "wrong"]) {
    figure.item.querySelector(`.${verdict}`).setAttribute("aria-pressed", String(told.verdict === verdict));
    figure.item.classList.toggle(`is-${verdict}`, told.verdict === verdict);
  }
  figure.item.classList.toggle("judged", judged);
  for (const [name, value] of [["code", told.indicator], ["note", told.note]]) {
    const field = figure.item.querySelector(`input.${name}`);
    if (field && field !== document.activeElement) field.value = value || "";
    if (field && name === "code") field.setAttribute("aria-invalid", String(!isCode(value)));
  }
}

function showProgress() {
  const verdicts = figures.map((figure) => judgement(figure).verdict).filter(Boolean);
  const right = verdicts.filter((verdict) => verdict === "right").length;
  at("progress").textContent = word("judged", verdicts.length, figures.length, right, verdicts.length - right);
}

function sentenceShown(sentence, first) {
  const said = make("p", { class: "said", lang: "zh" });
  for (const [text, numbers] of sentence.parts) {
    if (!numbers.length) {
      said.append(text);
      continue;
    }
    const mark = make("mark", {}, text);
    for (const number of numbers) {
      const { row } = figures[first + number];
      mark.classList.toggle("uncoded", !row.indicator);
      if (row.checks) mark.classList.add("failed");
      figures[first + number].marks.push(mark);
    }
    mark.addEventListener("click", () => select(first + numbers[0], true));
    said.append(mark);
  }
  const list = make("ul", { class: "figures" }, ...sentence.figures.map((_, number) => figureShown(figures[first + number], first + number)));
  sentence.shown = make("section", { class: "sentence" }, sentence.section ? make("p", { class: "section", lang: "zh" }, sentence.section) : null, said, list);
  return sentence.shown;
}

function documentShown(told, number, first) {
  const counts = ["figures", "coded", "checks_ok", "checks_failed"].map((name) => [name, told[name === "coded" ? "coded_figures" : name]]);
  const about = [
    told.file, told.issuer, told.report_year, word(told.document_type || ""), told.document_number, told.written_date || told.published_date,
    ...counts.map(([name, count]) => (count === undefined ? "" : `${word(name)} ${count}`)),
    told.duplicate_of ? word("duplicate", told.duplicate_of) : word(told.status || ""), told.error,
  ];
  const header = make("header", {}, make("h2", { lang: "zh" }, told.title || told.file || ""), make("p", { class: "about" }, about.filter(Boolean).join(" · ")));
  if (told.failed.length) {
    const list = make("ul", { class: "failures" }, ...told.failed.map((check) => checkShown(check, true)));
    header.append(make("details", { open: told.failed.length < 6 }, make("summary", {}, word("failed_list"), ` (${told.failed.length})`), list));
  }
  const shown = make("article", { class: "document", id: `d${number}` }, header);
  for (const sentence of told.sentences) {
    shown.append(sentenceShown(sentence, first));
    first += sentence.figures.length;
  }
  told.shown = shown;
  return shown;
}

function show() {
  document.documentElement.lang = language ? "zh-CN" : "en";
  for (const one of document.querySelectorAll("[data-t]")) one.textContent = word(one.dataset.t);
  at("language").textContent = language ? "English" : "中文";
  at("language").setAttribute("lang", language ? "en" : "zh");
  at("key-list").replaceChildren(...Object.entries(KEYS).flatMap(([key, name]) => [make("dt", {}, make("kbd", {}, key.length === 1 ? key.toUpperCase() : key)), make("dd", {}, word(`key_${name}`))]));
  at("codes").replaceChildren(make("option", { value: NO_CODE, label: word("none") }), ...[...codes].map(([code, known]) => make("option", { value: code, label: (language ? known.zh : known.en) || known.zh || "" })));
  const domains = new Map([...codes.values()].map((known) => [known.domain, known.domainZh]));
  for (const { row } of figures) if (row.domain && !domains.has(row.domain)) domains.set(row.domain, row.domain);
  const chosen = at("domain").value;
  at("domain").replaceChildren(make("option", { value: "" }, word("all_domains")), ...[...domains].map(([domain, zh]) => make("option", { value: domain }, (language && zh) || domain)));
  at("domain").value = chosen;
  for (const figure of figures) figure.marks = [];
  let first = 0;
  const shown = page.documents.map((told, number) => {
    const made = documentShown(told, number, first);
    first += told.sentences.reduce((sum, sentence) => sum + sentence.figures.length, 0);
    return made;
  });
  if (shown.length > 1) {
    const links = page.documents.map((told, number) => make("li", {}, make("a", { href: `#d${number}`, lang: "zh" }, told.title || told.file || "")));
    shown.unshift(make("nav", { class: "contents", "aria-label": word("contents") }, make("ol", {}, ...links)));
  }
  at("documents").replaceChildren(...shown);
  figures.forEach(showVerdict);
  showProgress();
  filter();
  if (current >= 0) select(current, false);
}

function filter() {
  const wanted = at("search").value.trim().toLowerCase();
  const domain = at("domain").value;
  const indicator = at("indicator").value.trim().toLowerCase();
  let count = 0;
  for (const figure of figures) {
    const { row } = figure;
    const shown = (!wanted || figure.words.includes(wanted)) && (!domain || row.domain === domain) &&
      (!indicator || `${row.indicator || ""} ${row.indicator_zh || ""} ${nameOf(row.indicator)}`.toLowerCase().includes(indicator)) &&
      !(at("only-uncoded").checked && row.indicator) && !(at("only-failed").checked && !row.checks) &&
      !(at("only-open").checked && judgement(figure).verdict);
    figure.item.hidden = !shown;
    count += shown;
  }
  const all = count === figures.length;
  for (const told of page.documents) {
    let any = false;
    for (const { shown } of told.sentences) {
      shown.hidden = !shown.querySelector(".figure:not([hidden])");
      any = any || !shown.hidden;
    }
    told.shown.hidden = !all && !any;
  }
  at("shown").textContent = word("shown", count, figures.length);
}

function select(number, moves) {
  const before = figures[current];
  if (before) {
    before.item.removeAttribute("aria-current");
    for (const mark of before.marks) mark.classList.remove("now");
  }
  current = number;
  const figure = figures[number];
  if (figure.item.hidden) { // a link leads to a figure that the filters hide
    at("filters").reset();
    filter();
  }
  figure.item.setAttribute("aria-current", "true");
  for (const mark of figure.marks) mark.classList.add("now");
  fieldsOf(figure);
  if (moves) {
    figure.item.focus({ preventScroll: true });
    const whole = figure.item.closest(".sentence");
    (whole.offsetHeight < window.innerHeight * 0.6 ? whole : figure.item).scrollIntoView({ block: "center" });
  }
}

function step(by) {
  for (let number = current < 0 && by < 0 ? -1 : current + by; number >= 0 && number < figures.length; number += by) {
    if (!figures[number].item.hidden) return select(number, true);
  }
}

function press(event) {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing) {
    if (event.key === "Escape" || (event.key === "Enter" && typing.closest(".figure"))) {
      event.preventDefault();
      typing.blur(); // what was typed is taken now
      if (current >= 0) figures[current].item.focus({ preventScroll: true });
    }
    return;
  }
  const figure = figures[current];
  const action = Object.hasOwn(KEYS, event.key.toLowerCase()) ? KEYS[event.key.toLowerCase()] : "";
  if (!action || !at("letters").checked || (!figure && !["next", "previous", "search"].includes(action))) return;
  event.preventDefault();
  if (action === "next") step(1);
  else if (action === "previous") step(-1);
  else if (action === "search") at("search").focus();
  else if (action === "undo") judge(figure, { verdict: "", indicator: "", note: "" });
  else if (action === "note") figure.item.querySelector("input.note").focus();
  else if (action === "right") {
    judge(figure, { verdict: "right", indicator: "" });
    step(1);
  } else {
    judge(figure, { verdict: "wrong" });
    figure.item.querySelector("input.code").focus();
  }
}

function startPage() {
  for (const told of page.documents) {
    for (const sentence of told.sentences) {
      const said = sentence.parts.map(([text]) => text).join("");
      for (const row of sentence.figures) {
        if (!placeOf.has(row.figure_id)) placeOf.set(row.figure_id, figures.length);
        const words = [said, row.text, row.label, row.dimension, row.indicator, row.indicator_zh, row.figure_id].join("\n").toLowerCase();
        figures.push({ row, document: told, marks: [], words });
      }
    }
  }
  at("bar").hidden = false;
  at("to-index").hidden = !page.index;
  if (page.index) at("to-index").href = page.index;
  show();
  if (!keeps) tell(word("not_kept"));
  at("filters").addEventListener("input", filter);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("filters").addEventListener("reset", () => setTimeout(filter));
  at("export").addEventListener("click", save);
  at("import").addEventListener("change", async (event) => {
    if (event.target.files.length) await bring(event.target.files[0]);
    event.target.value = "";
  });
  at("language").addEventListener("click", () => {
    language = 1 - language;
    tell(keeps ? "" : word("not_kept"));
    try {
      localStorage.setItem(`${PREFIX}language`, String(language));
    } catch { /* the choice is of this visit only */ }
    show();
  });
  document.addEventListener("keydown", press);
}

function startIndex() {
  const cells = [...document.querySelectorAll("[data-document]")];
  page.documents = cells.map((cell) => ({ store: cell.dataset.document, doc_id: cell.dataset.document, file: cell.parentNode.cells[0].textContent }));
  const stores = new Set();
  page.documents = page.documents.filter(({ store }) => !stores.has(store) && stores.add(store));
  const refresh = () => {
    kept.clear();
    let all = 0;
    for (const cell of cells) {
      const judged = [...recall(cell.dataset.document).values()].filter((told) => told.verdict).length;
      cell.textContent = Number(cell.dataset.figures) ? `${judged} / ${cell.dataset.figures}` : "";
      all += judged;
    }
    at("export").hidden = !all;
  };
  at("export").textContent = word("export");
  at("export").addEventListener("click", save);
  window.addEventListener("focus", refresh);
  refresh();
}

language = /^zh/i.test(navigator.language || "") ? 1 : 0;
try {
  language = Number(localStorage.getItem(`${PREFIX}language`) || language) ? 1 : 0;
} catch {
  keeps = false;
}
if (at("index")) startIndex();
else startPage();
