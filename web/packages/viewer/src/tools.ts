// The mouse, wheel and touch tools of Cornerstone as this viewer binds them. STU-41
import {
  AngleTool,
  EllipticalROITool,
  Enums,
  LengthTool,
  PanTool,
  RectangleROITool,
  StackScrollTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
  addTool,
  annotation,
  init as initTools,
  type Types,
} from '@cornerstonejs/tools';
import { init as initCore } from '@cornerstonejs/core';
import { registerWithCornerstone } from './loader';
import type { ToolName } from './state';

const classes = {
  window: WindowLevelTool,
  scroll: StackScrollTool,
  zoom: ZoomTool,
  pan: PanTool,
  length: LengthTool,
  angle: AngleTool,
  rectangle: RectangleROITool,
  ellipse: EllipticalROITool,
};

let started = false;

// Once a page, before the first viewport.
export function startCornerstone(isPhone: boolean): void {
  if (started) return;
  started = true;
  // Two graphics contexts draw nine viewports well, and start at once.
  initCore({ isMobile: isPhone, rendering: { webGlContextCount: 2 } } as Parameters<typeof initCore>[0]);
  initTools();
  for (const tool of Object.values(classes)) addTool(tool);
  registerWithCornerstone();
  const { style } = annotation.config;
  const defaults = style.getDefaultToolStyles();
  style.setDefaultToolStyles({
    ...defaults,
    global: {
      ...defaults['global'],
      color: 'rgb(255, 214, 102)',
      colorHighlighted: 'rgb(255, 240, 190)',
      colorSelected: 'rgb(99, 230, 190)',
      colorLocked: 'rgb(255, 214, 102)',
      lineWidth: '1.5',
      lineDash: '',
      shadow: true,
      textBoxFontFamily: 'system-ui, sans-serif',
      textBoxFontSize: '13px',
      textBoxColor: 'rgb(255, 214, 102)',
      textBoxColorHighlighted: 'rgb(255, 240, 190)',
      textBoxColorSelected: 'rgb(99, 230, 190)',
      textBoxLinkLineWidth: '1',
      textBoxLinkLineDash: '2,3',
    },
  });
}

export type TextLines = (data: Record<string, unknown>, targetId: string) => string[] | undefined;

export interface MeasurementTexts {
  length: TextLines;
  angle: TextLines;
  area: TextLines;
}

const { MouseBindings } = Enums;

// Left button and one finger do what is chosen; wheel scrolls, right button and two fingers zoom (and move), middle moves.
function bindingsOf(tool: ToolName, active: ToolName): Types.IToolBinding[] {
  const bindings: Types.IToolBinding[] =
    tool === active ? [{ mouseButton: MouseBindings.Primary }, { numTouchPoints: 1 }] : [];
  if (tool === 'scroll') bindings.push({ mouseButton: MouseBindings.Wheel });
  if (tool === 'zoom') bindings.push({ mouseButton: MouseBindings.Secondary }, { numTouchPoints: 2 });
  if (tool === 'pan') bindings.push({ mouseButton: MouseBindings.Auxiliary });
  return bindings;
}

// The tools of one viewer; all its viewports belong to it.
export class Tools {
  private readonly group: Types.IToolGroup;

  constructor(
    private readonly id: string,
    texts: MeasurementTexts,
  ) {
    const group = ToolGroupManager.createToolGroup(id);
    if (!group) throw new Error(`tool group ${id} exists`);
    this.group = group;
    const textLines: Partial<Record<ToolName, TextLines>> = {
      length: texts.length,
      angle: texts.angle,
      rectangle: texts.area,
      ellipse: texts.area,
    };
    for (const [name, tool] of Object.entries(classes)) {
      const getTextLines = textLines[name as ToolName];
      group.addTool(tool.toolName, getTextLines ? { getTextLines } : {});
    }
  }

  addViewport(viewportId: string, engineId: string): void {
    this.group.addViewport(viewportId, engineId);
  }

  choose(active: ToolName): void {
    for (const [name, tool] of Object.entries(classes)) {
      this.group.setToolPassive(tool.toolName, { removeAllBindings: true });
      const bindings = bindingsOf(name as ToolName, active);
      if (bindings.length > 0) this.group.setToolActive(tool.toolName, { bindings });
    }
  }

  close(): void {
    ToolGroupManager.destroyToolGroup(this.id);
    annotation.state.removeAllAnnotations();
  }
}
