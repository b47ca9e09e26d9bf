// Every act in the viewer has a name here; buttons, menus, keys and gestures all run the same ones. STU-41
import type { ExportKind, ImagePlace } from './annotations/marks';
import type { Controller } from './controller';
import type { Film } from './film';
import type { ComputedWindow } from './presets';
import type { Layout, PlaneName, Slab, ToolName } from './state';

function flip({ store }: Controller, name: 'helpOpen' | 'seriesOpen'): void {
  store.update({ [name]: !store.get()[name] });
}

// The video in the active viewport, if there is one: it takes the commands of a clip.
function film({ films, store }: Controller): Film | undefined {
  return films.at(store.get().active);
}

function scroll(viewer: Controller, step: number): void {
  const shown = film(viewer);
  if (shown) shown.step(step);
  else viewer.scrollBy(step);
}

function goTo(viewer: Controller, end: 'first' | 'last'): void {
  const shown = film(viewer);
  if (shown) shown.goTo(end);
  else viewer.scrollTo(end);
}

const press = (testId: string) => (): void =>
  document.querySelector<HTMLElement>(`.pv-root [data-testid="${testId}"]`)?.click();

export const commands = {
  'tool.choose': (viewer: Controller, tool: ToolName) => viewer.chooseTool(tool),
  'stack.open': (viewer: Controller, target: { stackId: string; pane?: number }) =>
    void viewer.openStack(target.stackId, target.pane),
  'stack.next': (viewer: Controller) => viewer.openNeighbour(1),
  'stack.previous': (viewer: Controller) => viewer.openNeighbour(-1),
  'image.scroll': (viewer: Controller, step: number) => scroll(viewer, step),
  'image.first': (viewer: Controller) => goTo(viewer, 'first'),
  'image.last': (viewer: Controller) => goTo(viewer, 'last'),
  'image.retry': (viewer: Controller, pane: number) => viewer.retry(pane),
  'window.preset': (viewer: Controller, id: string) => viewer.windows.applyPreset(id),
  'window.compute': (viewer: Controller, kind: ComputedWindow) => viewer.windows.applyComputed(kind),
  'view.invert': (viewer: Controller) => viewer.invert(),
  'view.rotate': (viewer: Controller, direction: 1 | -1) => viewer.rotate(direction),
  'view.flip': (viewer: Controller, axis: 'horizontal' | 'vertical') => viewer.flip(axis),
  'view.zoom': (viewer: Controller, factor: number) => viewer.zoomBy(factor),
  'view.reset': (viewer: Controller) => viewer.reset(),
  'view.fullScreen': (viewer: Controller) => viewer.toggleFullScreen(),
  'pane.activate': (viewer: Controller, pane: number) => viewer.activate(pane),
  'layout.set': (viewer: Controller, layout: Layout) => viewer.setLayout(layout),
  'layout.open': press('layout'),
  'panes.link': (viewer: Controller) => viewer.toggleLink(),
  'panes.lines': (viewer: Controller) => viewer.toggleLines(),
  'volume.toggle': (viewer: Controller) => viewer.togglePlanes(),
  'volume.plane': (viewer: Controller, plane: PlaneName) =>
    viewer.mpr.setPlane(viewer.store.get().active, plane),
  'volume.slab': (viewer: Controller, slab: Slab) => viewer.mpr.setSlab(viewer.store.get().active, slab),
  'volume.maximum': (viewer: Controller) => viewer.mpr.toggleMaximum(),
  'volume.locate': (viewer: Controller, at: { pane: number; x: number; y: number }) =>
    viewer.mpr.locate(at.pane, at.x, at.y),
  'volume.dismiss': (viewer: Controller) => viewer.dismissNotice(),
  'prior.open': (viewer: Controller, id: string) => void viewer.earlier.open(id),
  'prior.compare': (viewer: Controller) => void viewer.earlier.compare(),
  'measurement.remove': (viewer: Controller, which: 'selected' | 'all') => viewer.marks.remove(which),
  'keyImage.toggle': (viewer: Controller) => viewer.marks.toggleKeyImage(),
  'keyImage.open': (viewer: Controller, place: ImagePlace) => void viewer.marks.openImage(place),
  'keyImages.open': press('key-images'),
  'marks.open': press('marks'),
  'marks.save': (viewer: Controller) => void viewer.marks.save(),
  'marks.publish': (viewer: Controller) => void viewer.marks.publish(),
  'marks.withdraw': (viewer: Controller) => void viewer.marks.withdraw(),
  'marks.store': (viewer: Controller, kind: ExportKind) => void viewer.marks.store(kind),
  'marks.download': (viewer: Controller, kind: ExportKind) => void viewer.marks.download(kind),
  'marks.author': (viewer: Controller, author: string) => viewer.marks.showAuthor(author),
  'marks.dismiss': (viewer: Controller) => viewer.dismissNotice(),
  'cine.toggle': (viewer: Controller) => (film(viewer) ?? viewer.playing).toggle(),
  'cine.speed': (viewer: Controller, framesPerSecond: number) =>
    viewer.playing.setFramesPerSecond(framesPerSecond),
  'cine.faster': (viewer: Controller) => (film(viewer) ?? viewer.playing).changeSpeed(1),
  'cine.slower': (viewer: Controller) => (film(viewer) ?? viewer.playing).changeSpeed(-1),
  'help.toggle': (viewer: Controller) => flip(viewer, 'helpOpen'),
  'series.toggle': (viewer: Controller) => flip(viewer, 'seriesOpen'),
};

export type CommandName = keyof typeof commands;
type Argument<Name extends CommandName> =
  Parameters<(typeof commands)[Name]> extends [Controller, infer Value] ? [Value] : [];
export type Execute = <Name extends CommandName>(name: Name, ...argument: Argument<Name>) => void;

export function executeOn(viewer: Controller): Execute {
  return (name, ...argument) => {
    const command = commands[name] as (viewer: Controller, value?: unknown) => void;
    command(viewer, argument[0]);
  };
}

export interface Shortcut {
  keys: string[];
  group: 'tools' | 'images' | 'view';
  // Names the string of the help sheet: shortcuts.<label>
  label: string;
  run: (execute: Execute) => void;
}

const choose =
  (tool: ToolName): Shortcut['run'] =>
  (execute) =>
    execute('tool.choose', tool);
const preset =
  (id: string): Shortcut['run'] =>
  (execute) =>
    execute('window.preset', id);

export const shortcuts: Shortcut[] = [
  { keys: ['w'], group: 'tools', label: 'window', run: choose('window') },
  { keys: ['s'], group: 'tools', label: 'scroll', run: choose('scroll') },
  { keys: ['z'], group: 'tools', label: 'zoom', run: choose('zoom') },
  { keys: ['p'], group: 'tools', label: 'pan', run: choose('pan') },
  { keys: ['m'], group: 'tools', label: 'magnify', run: choose('magnify') },
  { keys: ['l'], group: 'tools', label: 'length', run: choose('length') },
  { keys: ['a'], group: 'tools', label: 'angle', run: choose('angle') },
  { keys: ['c'], group: 'tools', label: 'cobb', run: choose('cobb') },
  { keys: ['r'], group: 'tools', label: 'rectangle', run: choose('rectangle') },
  { keys: ['e'], group: 'tools', label: 'ellipse', run: choose('ellipse') },
  { keys: ['v'], group: 'tools', label: 'probe', run: choose('probe') },
  { keys: ['t'], group: 'tools', label: 'arrow', run: choose('arrow') },
  {
    keys: ['Delete', 'Backspace'],
    group: 'tools',
    label: 'remove',
    run: (execute) => execute('measurement.remove', 'selected'),
  },
  { keys: ['j'], group: 'tools', label: 'keyImage', run: (execute) => execute('keyImage.toggle') },
  { keys: ['q'], group: 'tools', label: 'keyImages', run: (execute) => execute('keyImages.open') },
  { keys: ['9'], group: 'tools', label: 'marks', run: (execute) => execute('marks.open') },
  {
    keys: ['ArrowDown', 'ArrowRight'],
    group: 'images',
    label: 'next',
    run: (execute) => execute('image.scroll', 1),
  },
  {
    keys: ['ArrowUp', 'ArrowLeft'],
    group: 'images',
    label: 'previous',
    run: (execute) => execute('image.scroll', -1),
  },
  { keys: ['PageDown'], group: 'images', label: 'nextTen', run: (execute) => execute('image.scroll', 10) },
  { keys: ['PageUp'], group: 'images', label: 'previousTen', run: (execute) => execute('image.scroll', -10) },
  { keys: ['Home'], group: 'images', label: 'first', run: (execute) => execute('image.first') },
  { keys: ['End'], group: 'images', label: 'last', run: (execute) => execute('image.last') },
  { keys: ['n', ']'], group: 'images', label: 'nextSeries', run: (execute) => execute('stack.next') },
  { keys: ['b', '['], group: 'images', label: 'previousSeries', run: (execute) => execute('stack.previous') },
  { keys: [' '], group: 'images', label: 'play', run: (execute) => execute('cine.toggle') },
  { keys: ['<'], group: 'images', label: 'slower', run: (execute) => execute('cine.slower') },
  { keys: ['>'], group: 'images', label: 'faster', run: (execute) => execute('cine.faster') },
  { keys: ['i'], group: 'view', label: 'invert', run: (execute) => execute('view.invert') },
  { keys: ['.'], group: 'view', label: 'rotateRight', run: (execute) => execute('view.rotate', 1) },
  { keys: [','], group: 'view', label: 'rotateLeft', run: (execute) => execute('view.rotate', -1) },
  {
    keys: ['h'],
    group: 'view',
    label: 'flipHorizontal',
    run: (execute) => execute('view.flip', 'horizontal'),
  },
  { keys: ['y'], group: 'view', label: 'flipVertical', run: (execute) => execute('view.flip', 'vertical') },
  { keys: ['+', '='], group: 'view', label: 'zoomIn', run: (execute) => execute('view.zoom', 1.25) },
  { keys: ['-'], group: 'view', label: 'zoomOut', run: (execute) => execute('view.zoom', 0.8) },
  { keys: ['0'], group: 'view', label: 'reset', run: (execute) => execute('view.reset') },
  { keys: ['g'], group: 'view', label: 'layout', run: (execute) => execute('layout.open') },
  { keys: ['k'], group: 'view', label: 'link', run: (execute) => execute('panes.link') },
  { keys: ['x'], group: 'view', label: 'lines', run: (execute) => execute('panes.lines') },
  { keys: ['d'], group: 'view', label: 'planes', run: (execute) => execute('volume.toggle') },
  { keys: ['o'], group: 'view', label: 'maximum', run: (execute) => execute('volume.maximum') },
  { keys: ['u'], group: 'view', label: 'compare', run: (execute) => execute('prior.compare') },
  { keys: ['1'], group: 'view', label: 'brain', run: preset('brain') },
  { keys: ['2'], group: 'view', label: 'subdural', run: preset('subdural') },
  { keys: ['3'], group: 'view', label: 'bone', run: preset('bone') },
  { keys: ['4'], group: 'view', label: 'lung', run: preset('lung') },
  { keys: ['5'], group: 'view', label: 'mediastinum', run: preset('mediastinum') },
  { keys: ['6'], group: 'view', label: 'abdomen', run: preset('abdomen') },
  { keys: ['7'], group: 'view', label: 'auto', run: (execute) => execute('window.compute', 'auto') },
  { keys: ['8'], group: 'view', label: 'full', run: (execute) => execute('window.compute', 'full') },
  { keys: ['f'], group: 'view', label: 'fullScreen', run: (execute) => execute('view.fullScreen') },
  { keys: ['?'], group: 'view', label: 'help', run: (execute) => execute('help.toggle') },
];

export function shortcutFor(key: string): Shortcut | undefined {
  const plain = key.length === 1 ? key.toLowerCase() : key;
  return shortcuts.find((shortcut) => shortcut.keys.includes(plain));
}
