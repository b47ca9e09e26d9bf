// The mouse, wheel and touch tools of Cornerstone as this viewer binds them. STU-41
import {
  Enums,
  PanTool,
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

type ToolClass = Parameters<typeof addTool>[0] & { toolName: string };

const firstClasses: Partial<Record<ToolName, ToolClass>> = {
  window: WindowLevelTool,
  scroll: StackScrollTool,
  zoom: ZoomTool,
  pan: PanTool,
};

let started = false;

// Once a page, before the first viewport.
export function startCornerstone(isPhone: boolean): void {
  if (started) return;
  started = true;
  // Two graphics contexts draw nine viewports well, and start at once.
  initCore({ isMobile: isPhone, rendering: { webGlContextCount: 2 } } as Parameters<typeof initCore>[0]);
  initTools();
  for (const tool of Object.values(firstClasses)) addTool(tool);
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
      textBoxBackground: 'rgba(0, 0, 0, 0.65)',
      textBoxBorderRadius: 3,
      textBoxMargin: 3,
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
  value: TextLines;
}

// Asks for the words beside an arrow; null when there are to be none.
export type AskText = (text: string, done: (text: string | null) => void) => void;

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

function arrowTexts(ask: AskText): object {
  type Done = (text: string | null) => void;
  return {
    getTextCallback: (done: Done) => ask('', done),
    changeTextCallback: (arrow: { data?: { label?: string } }, _event: unknown, done: Done) => {
      const before = arrow.data?.label ?? '';
      ask(before, (text) => done(text ?? before));
    },
  };
}

// The tools of one viewer; all its viewports belong to it.
export class Tools {
  private readonly group: Types.IToolGroup;
  private readonly names = new Map<ToolName, string>();
  private readonly settings: Partial<Record<ToolName, object>>;
  private later: Promise<void> | undefined;
  private active: ToolName = 'window';
  private closed = false;

  constructor(
    private readonly id: string,
    texts: MeasurementTexts,
    ask: AskText,
  ) {
    const group = ToolGroupManager.createToolGroup(id);
    if (!group) throw new Error(`tool group ${id} exists`);
    this.group = group;
    this.settings = {
      // The size is counted in heights of the viewport; with this the image is about twice as large.
      magnify: { magnifySize: 5, magnifyWidth: 240, magnifyHeight: 240 },
      length: { getTextLines: texts.length },
      angle: { getTextLines: texts.angle },
      cobb: { getTextLines: texts.angle },
      rectangle: { getTextLines: texts.area },
      ellipse: { getTextLines: texts.area },
      probe: { getTextLines: texts.value },
      arrow: arrowTexts(ask),
    };
    this.take(firstClasses);
  }

  private take(classes: Partial<Record<ToolName, ToolClass>>): void {
    for (const [name, { toolName }] of Object.entries(classes) as [ToolName, ToolClass][]) {
      this.group.addTool(toolName, this.settings[name] ?? {});
      this.names.set(name, toolName);
    }
  }

  // Fetches the measurements; asked for when the first image stands, or when one of them is chosen.
  loadAll(): Promise<void> {
    this.later ??= import('./measure-tools').then(({ laterClasses }) => {
      if (this.closed) return;
      for (const tool of Object.values(laterClasses)) addTool(tool);
      this.take(laterClasses);
      this.bind();
    });
    // Not reached: tried again when a measurement is chosen.
    return this.later.catch(() => {
      this.later = undefined;
    });
  }

  addViewport(viewportId: string, engineId: string): void {
    this.group.addViewport(viewportId, engineId);
  }

  choose(active: ToolName): void {
    this.active = active;
    this.bind();
    if (!this.names.has(active)) void this.loadAll();
  }

  private bind(): void {
    for (const [name, toolName] of this.names) {
      this.group.setToolPassive(toolName, { removeAllBindings: true });
      const bindings = bindingsOf(name, this.active);
      if (bindings.length > 0) this.group.setToolActive(toolName, { bindings });
    }
  }

  close(): void {
    this.closed = true;
    ToolGroupManager.destroyToolGroup(this.id);
    annotation.state.removeAllAnnotations();
  }
}
