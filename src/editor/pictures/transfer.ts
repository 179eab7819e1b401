/** The files of a drop: somebody meant each of them, so what is no picture is told to be none. */
export const droppedFiles = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];

/** The files of a paste that may be pictures; the server decides. Others often come along with copied words. */
export const pictureFiles = (transfer: DataTransfer | null): File[] =>
  [...(transfer?.files ?? [])].filter((file) => file.type === "" || file.type.startsWith("image/"));

export const carriesFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes("Files") ?? false;

/** What the file picker offers. Naming kinds makes phones convert their own (HEIC) to one of them. */
export const pictureTypes = "image/jpeg,image/png,image/webp,image/avif,image/gif";
