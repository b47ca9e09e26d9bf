// A square cut out of a picture: where it lies in the picture, in the picture's own pixels.

export interface Crop {
  x: number;
  y: number;
  size: number;
}

interface Size {
  width: number;
  height: number;
}

const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

// zoom 1: the largest square that fits. The square stays within the picture.
export function cropAround(picture: Size, centre: { x: number; y: number }, zoom: number): Crop {
  const size = Math.min(picture.width, picture.height) / Math.max(zoom, 1);
  return {
    size,
    x: between(centre.x - size / 2, 0, picture.width - size),
    y: between(centre.y - size / 2, 0, picture.height - size),
  };
}

export const centreOf = (crop: Crop) => ({ x: crop.x + crop.size / 2, y: crop.y + crop.size / 2 });

// Moves the square against the drag: the picture follows the pointer. `shown` is the preview's edge on the screen.
export function dragged(
  picture: Size,
  crop: Crop,
  zoom: number,
  by: { x: number; y: number },
  shown: number,
): Crop {
  const scale = crop.size / shown;
  const centre = centreOf(crop);
  return cropAround(picture, { x: centre.x - by.x * scale, y: centre.y - by.y * scale }, zoom);
}
