/** The files of a drop or paste that may be pictures; the server decides. */
export const pictureFiles = (transfer: DataTransfer | null): File[] =>
  [...(transfer?.files ?? [])].filter((file) => file.type === "" || file.type.startsWith("image/"));

export const carriesFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes("Files") ?? false;

/** What the file picker offers. Naming kinds makes phones convert their own (HEIC) to one of them. */
export const pictureTypes = "image/jpeg,image/png,image/webp,image/avif,image/gif";
