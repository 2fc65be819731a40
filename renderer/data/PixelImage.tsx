import { useEffect, useRef } from 'react';
import { decodeGrey } from './pixels.ts';

interface PixelImageProps {
  readonly image: { readonly width: number; readonly height: number; readonly pixels: string };
  /** Side of the longer edge on screen, in pixels. */
  readonly size: number;
  readonly label: string;
}

/** A small grey image out of the data, drawn pixel by pixel. */
export function PixelImage({ image, size, label }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = image;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.putImageData(new ImageData(decodeGrey(pixels, width * height), width, height), 0, 0);
  }, [pixels, width, height]);
  const scale = size / Math.max(width, height);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      style={{
        width: width * scale,
        height: height * scale,
        borderRadius: 'var(--r-4)',
        background: '#000',
        display: 'block',
      }}
    />
  );
}
