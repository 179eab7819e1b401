import { ImageOff, RotateCw } from "lucide-react";
import { type CSSProperties, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { mediaText } from "../../domain/article/document.ts";
import { assetPath, assetVariants } from "../../domain/protocol/api.ts";
import { Button } from "../../ui/index.ts";
import { useArticleEditing } from "../editingContext.ts";
import styles from "./PictureFile.module.css";
import { useAssetSize, useMediaAsset, useTextValue } from "./usePicture.ts";

interface Props {
  media: string;
  /** How much of another file, which will take its place, is sent: 0 to 1; null while none is coming. */
  replacing: number | null;
  /** The mouse takes it away by itself; ProseMirror sees to the pictures of the body. */
  drags?: boolean | undefined;
}

/** The file of a picture, in a box of its shape that stands before the file is there, and whatever becomes of it. */
export function PictureFile({ media, replacing, drags }: Props) {
  const { doc } = useArticleEditing();
  const asset = useMediaAsset(doc, media);
  const size = useAssetSize(doc, media);
  const shape = size && { "--ratio": size.width / size.height, "--width": `${size.width}px` };
  return (
    <div
      className={styles.box}
      draggable={drags}
      data-busy={replacing !== null || undefined}
      style={{ ...shape, "--progress": replacing ?? 0 } as CSSProperties}
    >
      {asset ? <Shown key={asset} asset={asset} media={media} /> : <Absent reason="missing" />}
    </div>
  );
}

const srcSet = (asset: string): string =>
  (Object.entries(assetVariants) as [keyof typeof assetVariants, number][])
    .map(([variant, width]) => `${assetPath(asset, variant)} ${width}w`)
    .join(", ");

function Shown({ asset, media }: { asset: string; media: string }) {
  const { t } = useTranslation("pictures");
  const { doc } = useArticleEditing();
  const alt = useTextValue(mediaText(doc, media, "alt"));
  const [problem, setProblem] = useState<"notLoaded" | "fileMissing" | null>(null);
  useEffect(() => {
    if (problem === null) return undefined;
    const again = (): void => setProblem(null);
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [problem]);

  if (problem !== null)
    return (
      <Absent reason={problem}>
        <Button icon={RotateCw} onClick={() => setProblem(null)}>
          {t("loadAgain")}
        </Button>
      </Absent>
    );
  return (
    <img
      className={styles.image}
      src={assetPath(asset, "medium")}
      srcSet={srcSet(asset)}
      sizes="(max-width: 48rem) 100vw, 46rem"
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => {
        setProblem("notLoaded");
        void isGone(asset).then((gone) => gone && setProblem((now) => now && "fileMissing"));
      }}
    />
  );
}

/** Whether the server answers that it has no such file; an image alone does not tell that from a lost line. */
async function isGone(asset: string): Promise<boolean> {
  try {
    return (await fetch(assetPath(asset, "small"), { method: "HEAD" })).status === 404;
  } catch {
    return false;
  }
}

function Absent({
  reason,
  children,
}: {
  reason: "missing" | "notLoaded" | "fileMissing";
  children?: ReactNode;
}) {
  const { t } = useTranslation("pictures");
  return (
    <div className={styles.absent} data-figure-tools contentEditable={false}>
      <ImageOff aria-hidden="true" size={28} strokeWidth={1.5} />
      <span>{t(reason)}</span>
      {children}
    </div>
  );
}
