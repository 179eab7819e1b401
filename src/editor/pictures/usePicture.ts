import { useCallback, useMemo, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import {
  assetSize,
  detailsMap,
  leadMedia,
  mediaEntry,
  mediaMap,
  type PictureSize,
} from "../../domain/article/document.ts";
import { fieldValue, observeField } from "../../domain/article/fieldValue.ts";
import { withoutMarkTowers } from "../../domain/article/markTowers.ts";

/** The asset of a media entry; "" while an entry names none, null when there is no such entry. */
export function useMediaAsset(doc: Y.Doc, media: string): string | null {
  return useSyncExternalStore(useMediaChanges(doc), () => {
    const entry = mediaEntry(doc, media);
    if (!entry) return null;
    const asset = entry.get("asset");
    return typeof asset === "string" && /^[0-9a-f]{64}$/.test(asset) ? asset : "";
  });
}

/** The size of the file that the entry shows; null when the document does not tell. */
export function useAssetSize(doc: Y.Doc, media: string): PictureSize | null {
  const known = useSyncExternalStore(useMediaChanges(doc), () => {
    const entry = mediaEntry(doc, media);
    const size = entry && assetSize(entry);
    return size ? `${size.width} ${size.height}` : "";
  });
  return useMemo(() => {
    const [width, height] = known.split(" ").map(Number);
    return width && height ? { width, height } : null;
  }, [known]);
}

function useMediaChanges(doc: Y.Doc): (notify: () => void) => () => void {
  return useCallback(
    (notify) => {
      const map = mediaMap(doc);
      map.observeDeep(notify);
      return () => map.unobserveDeep(notify);
    },
    [doc],
  );
}

/** The media id of the lead picture. */
export function useLeadMedia(doc: Y.Doc): string | null {
  const subscribe = useCallback(
    (notify: () => void) => {
      const maps = [detailsMap(doc), mediaMap(doc)];
      for (const map of maps) map.observe(notify);
      return () => {
        for (const map of maps) map.unobserve(notify);
      };
    },
    [doc],
  );
  return useSyncExternalStore(subscribe, () => leadMedia(doc));
}

export function useTextValue(text: Y.Text | null): string {
  const subscribe = useCallback(
    (notify: () => void) => (text ? observeField(text, notify) : () => {}),
    [text],
  );
  return useSyncExternalStore(subscribe, () => (text ? withoutMarkTowers(fieldValue(text)) : ""));
}
