import type { ImageForm } from '../shared/data/image-form.ts';
import type { Step } from '../shared/data/steps/index.ts';

/** A picture of smooth colours with noise, as `picture`; `seen(path, mode)` is what Keras sees in a file. */
export const picturePython = `
from PIL import Image
import io, os
folder = input["folder"]
random = np.random.default_rng(1)
smooth = np.add.outer(np.add.outer(np.arange(37) * 3, np.arange(53) * 2), np.array([0, 20, 40]))
picture = Image.fromarray(np.clip(smooth + random.integers(0, 20, (37, 53, 3)), 0, 255).astype("uint8"))
def seen(name, mode="rgb"):
    image = keras.utils.load_img(os.path.join(folder, name), color_mode=mode)
    return keras.utils.img_to_array(image).ravel().astype(int).tolist()
`;

/** The form of an image of a size; in colour, stretched, unless told. */
export function formOf(height: number, width: number, rest: Partial<ImageForm> = {}): ImageForm {
  return { height, width, colorMode: 'rgb', resizing: 'stretch', interpolation: 'bilinear', antialias: true, ...rest };
}

/** The step that brings all images to such a form. */
export function imageStep(height: number, width: number, rest?: Partial<ImageForm>): Step {
  return { step: 'image', columns: null, ...formOf(height, width, rest) };
}
