/** A story with every part that an agency's report on a Swiss news site has. All of it is invented. */
export const agencyStory = {
  section: "News › International",
  kicker: "Nordinsel",
  headline: "Fährstreit: Merania und Halvland nehmen Gespräche wieder auf",
  lead: "Nach drei Wochen Streik wollen beide Regierungen die Fähre zur Nordinsel retten.",
  byline: "Agenturbericht",
  dateline: "30. August 2024, 18:36 Uhr",
  paragraphs: [
    "Merania und Halvland verhandeln wieder über den Betrieb der einzigen Fähre zur Nordinsel. Das teilte das Verkehrsministerium am Freitag in der Hauptstadt mit.",
    "Mit dem Abkommen würde die Reederei «bedeutende Mittel und mehrere neue Schiffe» bekommen, «die den Winterbetrieb sichern», sagte eine Sprecherin.",
    "Der Verkehrsminister war Ende Juli auf die Insel gereist und hatte dort an einer nächtlichen Sitzung teilgenommen. Man habe sich über «Fragen von gegenseitigem Interesse» verständigt.",
    "Die Gewerkschaft fordert die Regierungen auf, die Verhandlungen bis Ende September abzuschliessen.",
  ],
  heading: "Was auf dem Spiel steht",
  quote: "«Ohne Fähre ist die Insel im Winter ein anderes Land.»",
  list: ["Zwei neue Schiffe", "Ein Fahrplan für den Winter"],
  bold: "bis zum Jahresende",
  link: { text: "Bericht des Ministeriums", address: "https://www.example.org/faehre?jahr=2024&teil=1" },
  picture: {
    caption: "Eine Sprecherin des Verkehrsministeriums während des täglichen Briefings.",
    credit: "© Bildagentur/Testfoto",
    source: "Bildagentur",
    alt: "Frau an einem Rednerpult vor blauem Hintergrund",
  },
  source: "sda",
  contact: "redaktion@example.org",
} as const;
