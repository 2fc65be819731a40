import { useEffect, useRef } from 'react';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { decodePixels } from './pixels.ts';

interface PixelImageProps {
  readonly image: Omit<DatasetSummary['images'][number], 'label'>;
  /** Its name for assistive technology; null for one of several that have a name together. */
  readonly label: string | null;
}

/** A small image out of the data, drawn pixel by pixel. Its longer edge is as long as `--image-side` around it says. */
export function PixelImage({ image, label }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, channels, pixels } = image;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.putImageData(new ImageData(decodePixels(pixels, width * height, channels), width, height), 0, 0);
  }, [pixels, width, height, channels]);
  const longer = Math.max(width, height);
  const edge = (side: number) => `calc(var(--image-side) * ${side / longer})`;
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      role={label === null ? undefined : 'img'}
      aria-label={label ?? undefined}
      aria-hidden={label === null || undefined}
      style={{
        width: edge(width),
        height: edge(height),
        borderRadius: 'var(--r-4)',
        background: '#000',
        display: 'block',
      }}
    />
  );
}
