import fc from "fast-check";
import { expect, it } from "vitest";
import { readAgencyText } from "./agencyText.ts";

const body =
  "Merania und Halvland verhandeln wieder über den Betrieb der einzigen Fähre zur Nordinsel. Das teilte das Verkehrsministerium am Freitag in der Hauptstadt mit, wie es hiess.";
const headline = "Fährstreit: Merania und Halvland nehmen Gespräche wieder auf";

it("reads a report as a page shows it", () => {
  const page = [
    "News",
    "International",
    headline,
    "Nordinsel",
    headline,
    "30. August 2024, 18:36 Uhr",
    "ARCHIV - Eine Sprecherin vor der Presse. Foto: Agentur",
    "© Keystone/AP",
    body,
    "Ein zweiter Absatz.",
    "Quelle: sda",
    "veröffentlicht: 30. August 2024 18:36",
    "redaktion@example.org",
  ];
  expect(readAgencyText(page)).toEqual({
    fields: { headline, kicker: "Nordinsel", dateline: "30. August 2024, 18:36 Uhr", source: "sda" },
    lines: { headline: [2, 4], kicker: [3], dateline: [5], source: [10] },
    place: null,
  });
});

it("reads short paragraphs, which are whole sentences", () => {
  const short = "Merania und Halvland verhandeln wieder über den Betrieb der einzigen Fähre zur Nordinsel.";
  const fields = { headline, kicker: "Nordinsel", source: "sda" };
  expect(readAgencyText(["Nordinsel", headline, short, short, "(sda)"])?.fields).toEqual(fields);
});

it.each([
  [
    ["Nordinsel", headline, `Bern, 30. Aug. (sda/dpa) - ${body}`],
    "Bern, 30. Aug.",
    "sda/dpa",
    "Nordinsel",
    27,
  ],
  [
    ["bsd087 4 ina 220", "Nordinsel", headline, `Bern (Keystone-SDA) – ${body}`, "(sda)"],
    "Bern",
    "sda",
    "Nordinsel",
    22,
  ],
  [["Ferry talks resume in the north", `LONDON (AP) — ${body}`], "LONDON", "AP", undefined, 14],
  [
    ["Suisse", "La grève du ferry continue au nord", `Genève, 3 août (ATS) - ${body}`],
    "Genève, 3 août",
    "ATS",
    "Suisse",
    23,
  ],
] as const)("reads %j", (report, dateline, source, kicker, length) => {
  const found = readAgencyText(report);
  expect(found?.fields).toEqual({
    headline: report.find((line) => /Fähr|Ferry|ferry/.test(line)),
    ...(kicker ? { kicker } : {}),
    dateline,
    source,
  });
  expect(found?.place?.text.length).toBe(length);
});

it.each([
  ["Sitten, 1. Dez. (sda) ", "Sitten, 1. Dez.", "sda"],
  ["Sitten 1. Dez. (sda) ", "Sitten, 1. Dez.", "sda"],
  ["Sitten, 1. Dez. 2026 (Keystone-SDA) - ", "Sitten, 1. Dez. 2026", "Keystone-SDA"],
  ["La Chaux-de-Fonds (ATS) ", "La Chaux-de-Fonds", "ATS"],
  ["Bern (sda): ", "Bern", "sda"],
  ["Bern (sda/dpa) -- ", "Bern", "sda/dpa"],
  ["Bern (sda) - ", "Bern", "sda"],
])("reads the place in «%s», with a headline and without one", (begins, dateline, source) => {
  const place = begins.length;
  const alone = readAgencyText([`${begins}${body}`]);
  expect(alone?.fields).toEqual({ dateline, source });
  expect(alone?.place?.text.length).toBe(place);
  const whole = readAgencyText([headline, `${begins}${body}`]);
  expect(whole?.fields).toEqual({ headline, dateline, source });
  expect(whole?.place).toEqual({ line: 1, text: begins });
});

it.each([
  ["running text alone", [body, body]],
  ["a sentence that names an agency", [headline, `Das meldete die Agentur (sda) am Montag. ${body}`]],
  ["one before a noun", [headline, `Wie es bei der Agentur (sda) Ende Mai hiess. ${body}`]],
  ["no agency", [headline, body, "Schluss."]],
  ["no headline and no place", [body, "sda"]],
  ["no running text", [headline, "Bern (sda) - Kurz.", "sda"]],
  ["a sentence before it", ["Er kam am Montag.", body, "sda"]],
])("leaves alone: %s", (_name, lines) => {
  expect(readAgencyText(lines)).toBe(null);
});

it("says of any lines only what stands in them, and is not held up by hostile ones", () => {
  const line = fc.constantFrom(
    "A",
    headline,
    body,
    "Bern (sda) - ",
    `Bern (sda) - ${body}`,
    "sda",
    "Quelle: dpa",
    "1. Mai 2024",
    "©",
    "",
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const found = readAgencyText(lines);
      for (const text of Object.values(found?.fields ?? {}))
        for (const part of text.split(", ")) expect(lines.join("\n")).toContain(part);
      for (const at of Object.values(found?.lines ?? {}).flat()) expect(lines[at]).toBeDefined();
    }),
  );
  for (const part of ["A ", "sda/", "1. Mai ", "(", "Bern, "])
    expect(readAgencyText([part.repeat(50_000), body, part.repeat(50_000)])).toBe(null);
});
