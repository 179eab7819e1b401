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
  "credit.placeholder": "Credit, e.g. © Agency/Photographer",
  "source.placeholder": "Source, e.g. agency or archive",
  "alt.placeholder": "Describe the picture for people who can't see it",
  missing: "Picture still loading. Caption and credit are kept.",
  notLoaded: "This picture couldn't be loaded. Caption and credit are kept.",
  fileMissing:
    "The picture file is missing on the server. Replace or remove it; caption and credit are kept.",
  loadAgain: "Load the picture again",
} as const;
