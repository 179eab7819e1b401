export default {
  leadPicture: "Lead picture",
  bodyPicture: "Picture {{number}}",
  chooseLead: "Choose a lead picture",
  orDrop: "or drop it here",
  caption: "Caption",
  credit: "Credit",
  source: "Picture source",
  alt: "Alternative text",
  "caption.placeholder": "Caption: who and what the picture shows, when and where",
  "credit.placeholder": "Who made it, such as © Agency/Name",
  "source.placeholder": "Where it comes from: an agency, an archive",
  "alt.placeholder": "What one would miss who cannot see the picture",
  missing: "This picture is not here yet. Its texts are kept.",
  notLoaded: "This picture did not get through. Its texts are kept.",
  fileMissing:
    "The server has lost the file of this picture. Its texts are kept: replace the picture or remove it.",
  loadAgain: "Load the picture again",
} as const;
