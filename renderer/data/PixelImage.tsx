import { useEffect, useRef } from 'react';
import { decodeGrey } from './pixels.ts';

interface PixelImageProps {
  readonly image: { readonly width: number; readonly height: number; readonly pixels: string };
  /** Its name for assistive technology; null for one of several that have a name together. */
  readonly label: string | null;
}

/** A small grey image out of the data, drawn pixel by pixel. Its longer edge is as long as `--image-side` around it says. */
export function PixelImage({ image, label }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = image;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.putImageData(new ImageData(decodeGrey(pixels, width * height), width, height), 0, 0);
  }, [pixels, width, height]);
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
