export default {
  body: "Body",
  unknownBlock: "Made with a newer version of Foureyes. It is kept as it is.",
  unknownInline: "Newer content",
} as const;
