// Augmentation in PyTorch as functions of the module's own, which act in training alone. torchvision, where PyTorch users look for it, draws
// once for a whole batch and lacks fill modes; so these do what Keras does, and nothing has to be installed. Channels are first. Their names
// are among those that no variable may take (`pytorch-graph.ts`).
import { pythonNumber } from '../code/python.ts';
import type { Filling } from './affine-transform.ts';
import { rangeOf } from './augmentation.ts';
import type { Shape } from './define-block.ts';
import type { Factor, Range } from './params.ts';
import type { PyTorchForm, PyTorchHelper } from './pytorch-form.ts';
import { resizedInPyTorch } from './resample.ts';

/** A helper that is called in training, and hands on what it gets in use. */
function inTraining(helper: PyTorchHelper, args: readonly string[]): PyTorchForm {
  return {
    layout: 'first',
    helpers: [helper],
    forward: ({ x }) => `${helper.name}(${[x, ...args].join(', ')}) if self.training else ${x}`,
  };
}

const decimals = (numbers: Range) => numbers.map((number) => pythonNumber(number, true));
const pairText = (numbers: Range) => `(${decimals(numbers).join(', ')})`;
const fillingArguments = ({ fillMode, interpolation, fillValue }: Filling) => [
  `"${fillMode}"`,
  `"${interpolation}"`,
  pythonNumber(fillValue, true),
];

const drawPerImage: PyTorchHelper = {
  name: 'draw_per_image',
  source: `def draw_per_image(images, low, high):
    """A number between two others for each image of a batch."""
    drawn = torch.rand(len(images), 1, 1, device=images.device)
    return low + (high - low) * drawn`,
};

const transformImages: PyTorchHelper = {
  name: 'transform_images',
  source: `def transform_images(images, column, row, fill_mode, interpolation, fill_value):
    """Each point of an image from where \`column\` and \`row\` say, as in Keras."""
    batch, channels, height, width = images.shape

    def places(at, size):
        if interpolation == "nearest":
            found = [(at.sign() * (at.abs() + 0.5).floor(), torch.ones_like(at))]
        else:
            low = at.floor()
            found = [(low, low + 1 - at), (low + 1, at - low)]
        for place, share in found:
            place = place.long()
            if fill_mode == "constant":
                share = share * ((place >= 0) & (place < size))
            if fill_mode == "wrap":
                place = place % size
            elif fill_mode == "reflect":
                place = place % (2 * size)
                place = torch.minimum(place, 2 * size - 1 - place)
            else:
                place = place.clamp(0, size - 1)
            yield place, share

    points = images.flatten(2)
    total = torch.zeros_like(points)
    inside = torch.zeros(batch, 1, height * width, device=images.device)
    for y, down in places(row, height):
        for x, across in places(column, width):
            share = (down * across).expand(batch, height, width).reshape(batch, 1, -1)
            place = (y * width + x).expand(batch, height, width).reshape(batch, 1, -1)
            total = total + share * points.gather(2, place.expand(-1, channels, -1))
            inside = inside + share
    if fill_mode == "constant":
        total = total + (1 - inside) * fill_value
    return total.reshape(images.shape)`,
};

const gridOf: PyTorchHelper = {
  name: 'centered_grid',
  source: `def centered_grid(images):
    """Columns and rows of images, counted from their center, and the center itself."""
    height, width = images.shape[2:]
    center_x, center_y = (width - 1) / 2, (height - 1) / 2
    x = torch.arange(width, device=images.device) - center_x
    y = torch.arange(height, device=images.device)[:, None] - center_y
    return x, y, center_x, center_y`,
};

const transformed = [drawPerImage, gridOf, transformImages] as const;

const rotation: PyTorchHelper = {
  name: 'rotate_randomly',
  uses: transformed,
  source: `def rotate_randomly(images, low, high, fill_mode, interpolation, fill_value):
    """Turns each image by an angle of its own, in parts of a whole turn."""
    angle = 2 * torch.pi * draw_per_image(images, low, high)
    x, y, center_x, center_y = centered_grid(images)
    column = x * angle.cos() - y * angle.sin() + center_x
    row = x * angle.sin() + y * angle.cos() + center_y
    return transform_images(images, column, row, fill_mode, interpolation, fill_value)`,
};

const zoom: PyTorchHelper = {
  name: 'zoom_randomly',
  uses: transformed,
  source: `def zoom_randomly(images, height, width, fill_mode, interpolation, fill_value):
    """Zooms each image by factors of its own; without a width, it goes with the height."""
    down = 1 + draw_per_image(images, *height)
    across = down if width is None else 1 + draw_per_image(images, *width)
    x, y, center_x, center_y = centered_grid(images)
    column, row = x * across + center_x, y * down + center_y
    return transform_images(images, column, row, fill_mode, interpolation, fill_value)`,
};

const translation: PyTorchHelper = {
  name: 'translate_randomly',
  uses: transformed,
  source: `def translate_randomly(images, height, width, fill_mode, interpolation, fill_value):
    """Moves each image by parts of its height and width of its own."""
    down = draw_per_image(images, *height) * images.shape[2]
    right = draw_per_image(images, *width) * images.shape[3]
    x, y, center_x, center_y = centered_grid(images)
    column, row = x + center_x - right, y + center_y - down
    return transform_images(images, column, row, fill_mode, interpolation, fill_value)`,
};

const contrast: PyTorchHelper = {
  name: 'change_contrast',
  uses: [drawPerImage],
  source: `def change_contrast(images, low, high, value_range):
    """Multiplies the differences to the mean of each channel by a number for each image."""
    times = draw_per_image(images, low, high)[:, None]
    mean = images.mean((2, 3), keepdim=True)
    return ((images - mean) * times + mean).clamp(*value_range)`,
};

const brightness: PyTorchHelper = {
  name: 'change_brightness',
  uses: [drawPerImage],
  source: `def change_brightness(images, low, high, value_range):
    """Adds a part of the value range to each image."""
    added = draw_per_image(images, low, high)[:, None] * (value_range[1] - value_range[0])
    return (images + added).clamp(*value_range)`,
};

const flip: PyTorchHelper = {
  name: 'flip_randomly',
  source: `def flip_randomly(images, dims):
    """Turns every other image over, drawn for each."""
    turned = torch.rand(len(images), 1, 1, 1, device=images.device) <= 0.5
    return torch.where(turned, images.flip(dims), images)`,
};

const crop: PyTorchHelper = {
  name: 'crop_randomly',
  source: `def crop_randomly(images, height, width):
    """A part of a batch of images from anywhere, the same of all, as in Keras."""
    top = int(torch.rand(()) * (images.shape[2] - height + 1))
    left = int(torch.rand(()) * (images.shape[3] - width + 1))
    return images[:, :, top : top + height, left : left + width]`,
};

/** Some images in the mirror. */
export function flippedInPyTorch(dims: readonly number[]): PyTorchForm {
  return inTraining(flip, [`dims=[${dims.join(', ')}]`]);
}

/** Images turned by parts of a whole turn. */
export function rotatedInPyTorch({ factor, ...filling }: { readonly factor: Factor } & Filling): PyTorchForm {
  return inTraining(rotation, [...decimals(rangeOf(factor)), ...fillingArguments(filling)]);
}

interface Factors extends Filling {
  readonly heightFactor: Factor;
  readonly widthFactor: Factor | null;
}

function byBothFactors(helper: PyTorchHelper, { heightFactor, widthFactor, ...filling }: Factors): PyTorchForm {
  const width = widthFactor === null ? 'None' : pairText(rangeOf(widthFactor));
  return inTraining(helper, [pairText(rangeOf(heightFactor)), width, ...fillingArguments(filling)]);
}

/** Images nearer or farther. */
export function zoomedInPyTorch(params: Factors): PyTorchForm {
  return byBothFactors(zoom, params);
}

/** Images moved by parts of their size. */
export function translatedInPyTorch(params: Factors): PyTorchForm {
  return byBothFactors(translation, params);
}

/** Images of less or more contrast, by what it is multiplied by. */
export function contrastedInPyTorch(times: Range, valueRange: Range): PyTorchForm {
  return inTraining(contrast, [...decimals(times), pairText(valueRange)]);
}

/** Darker or brighter images, by parts of the value range. */
export function brightenedInPyTorch(factor: Range, valueRange: Range): PyTorchForm {
  return inTraining(brightness, [...decimals(factor), pairText(valueRange)]);
}

/** Where a window lies in a picture. */
export interface PictureWindow {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Images cut to a size: anywhere in training where `hasRoom`, else this window brought to the size. */
export function croppedInPyTorch(
  [height, width]: Shape,
  { top, left, ...window }: PictureWindow,
  hasRoom: boolean,
): PyTorchForm {
  const inUse = (x: string) => {
    const cut = `${x}[:, :, ${top}:${top + window.height}, ${left}:${left + window.width}]`;
    const isThatLarge = window.height === height && window.width === width;
    return isThatLarge ? cut : resizedInPyTorch(cut, `size=(${height}, ${width})`, 'bilinear');
  };
  return {
    layout: 'first',
    helpers: hasRoom ? [crop] : [],
    forward: ({ x }) =>
      hasRoom ? `crop_randomly(${x}, ${height}, ${width}) if self.training else ${inUse(x)}` : inUse(x),
  };
}
