// The tools that nobody needs before the first image: a chunk of its own.
import {
  AngleTool,
  ArrowAnnotateTool,
  CobbAngleTool,
  EllipticalROITool,
  LengthTool,
  MagnifyTool,
  ProbeTool,
  RectangleROITool,
} from '@cornerstonejs/tools';

export const laterClasses = {
  magnify: MagnifyTool,
  length: LengthTool,
  angle: AngleTool,
  cobb: CobbAngleTool,
  rectangle: RectangleROITool,
  ellipse: EllipticalROITool,
  probe: ProbeTool,
  arrow: ArrowAnnotateTool,
};
