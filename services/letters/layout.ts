// The layout of every letter, in Typst. It reads one JSON value, `sys.inputs.letter`: texts only, so that nothing that somebody
// wrote into a name or a template is ever taken for markup.

/** Typst source of a letter; its input is a `Letter` with the labels of its language. */
export const letterLayout = `
#let letter = json(bytes(sys.inputs.letter))
#let chinese = letter.language.starts-with("zh")
#let accent = rgb("#1f3a5f")
#let quiet = luma(95)
#let hair = 0.5pt + luma(190)

#set document(title: letter.title, author: letter.sender.name)
#set page(
  paper: "a4",
  margin: (top: 18mm, bottom: 22mm, x: 24mm),
  footer: context {
    set text(8pt, fill: quiet)
    line(length: 100%, stroke: hair)
    v(-4pt)
    grid(columns: (1fr, auto, 1fr), align: (left, center, right),
      letter.reference, letter.mark, [#counter(page).display() / #counter(page).final().first()])
  },
)
#set text(font: "Noto Sans SC", size: 10.5pt, lang: if chinese { "zh" } else { "en" }, region: if chinese { "cn" } else { "gb" })
#set par(justify: chinese, leading: if chinese { 0.9em } else { 0.72em }, spacing: 1.15em)

#grid(columns: (1fr, auto), column-gutter: 12mm, align: (left + bottom, right + bottom),
  text(15pt, weight: "bold", fill: accent, letter.sender.name),
  text(8.5pt, fill: quiet, (letter.sender.phone, letter.sender.email).filter(x => x != none).join("   ")))
#v(-3pt)
#line(length: 100%, stroke: 1pt + accent)
#v(4mm)

#grid(columns: (1fr, auto), column-gutter: 10mm,
  {
    set par(justify: false, spacing: 0.7em)
    text(8.5pt, fill: quiet, letter.words.to)
    parbreak()
    text(weight: "bold", letter.addressee.name)
    if letter.addressee.person != none { parbreak(); [#letter.words.attention#letter.words.colon#letter.addressee.person] }
    if letter.addressee.address != none { parbreak(); letter.addressee.address }
  },
  {
    set par(justify: false)
    align(right, box(stroke: 0.8pt + rgb("#9b2226"), inset: (x: 6pt, y: 4pt), radius: 2pt,
      text(8.5pt, weight: "bold", fill: rgb("#9b2226"), letter.mark)))
    v(2mm)
    grid(columns: (auto, auto), column-gutter: 8pt, row-gutter: 6pt, align: (left, right),
      text(8.5pt, fill: quiet, letter.words.date), letter.date,
      text(8.5pt, fill: quiet, letter.words.reference), letter.reference)
  })
#v(6mm)

#if chinese { align(center, text(18pt, weight: "bold", tracking: 0.25em, letter.title)) } else { text(15pt, weight: "bold", letter.title) }
#v(3mm)

#if letter.summary.len() > 0 {
  block(width: 100%, fill: luma(245), stroke: (left: 2.5pt + accent), inset: (x: 10pt, y: 9pt), breakable: false,
    grid(columns: letter.summary.map(_ => 1fr), column-gutter: 8pt,
      ..letter.summary.map(entry => {
        set par(justify: false, leading: 0.6em, spacing: 0.6em)
        text(8.5pt, fill: quiet, entry.label)
        parbreak()
        text(11.5pt, weight: "bold", entry.values.map(value => box(value)).join(linebreak()))
      })))
  v(2mm)
}

#let set-table(data) = {
  let n = data.columns.len()
  let wide = n > 6
  set text(if wide { 8.5pt } else { 9pt })
  set par(justify: false, leading: 0.55em)
  let alignments = data.columns.map(column => if column.amount { right + horizon } else { left + horizon })
  block(above: 1.2em, below: 1.4em, table(
    columns: (if wide { auto } else { 1fr },) + (auto,) * (n - 1),
    align: (x, y) => alignments.at(x),
    inset: (x: if wide { 4pt } else { 5pt }, y: 6pt),
    stroke: (x, y) => (bottom: hair),
    table.header(..data.columns.map(column => text(8.5pt, weight: "bold", fill: accent, column.title))),
    table.hline(y: 1, stroke: 1pt + accent),
    ..data.rows.flatten(),
    table.cell(colspan: n, align: right, stroke: (top: 1pt + accent, bottom: none),
      text(10pt, weight: "bold", data.total.label + letter.words.colon + data.total.text)),
  ))
}

#let set-text(value, first) = {
  let lines = value.split("\\n")
  let indent = if chinese and not first and lines.len() == 1 { 2em } else { 0em }
  par(first-line-indent: (amount: indent, all: true), lines.join(linebreak()))
}

#let set-accounts(accounts) = block(width: 100%, fill: luma(245), stroke: (left: 2.5pt + accent), inset: (x: 10pt, y: 8pt), breakable: false,
  above: 1.1em, below: 1.3em, grid(columns: (auto, 1fr), column-gutter: 12pt, row-gutter: 7pt,
    ..accounts.flatten().map(line => (text(9pt, fill: quiet, line.label), text(10pt, weight: "bold", line.value))).flatten()))

#let set-part(part, first) = {
  if part.kind == "table" { set-table(part.table) } else if part.kind == "accounts" { set-accounts(part.accounts) } else { set-text(part.text, first) }
}
// The closing stays with the signature, which never stands on a page alone.
#let parts = letter.blocks
#let ending = if parts.len() > 2 and parts.slice(-2).all(part => part.kind == "text") { 2 } else { 1 }
#for (index, part) in parts.slice(0, -ending).enumerate() { set-part(part, index == 0) }

#block(breakable: false, width: 100%, {
  for part in parts.slice(-ending) { set-part(part, parts.len() == ending) }
  v(9mm)
  set align(if chinese { right } else { left })
  set par(justify: false, spacing: 0.75em)
  text(weight: "bold", letter.signer.name)
  parbreak()
  letter.signer.title
  parbreak()
  letter.sender.name
  if chinese { parbreak(); letter.date }
})
`;
