// What every part of the viewer needs: the state and the one way to change it.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Execute } from '../commands';
import type { Controller } from '../controller';
import type { ViewerState } from '../state';

export interface ViewerContextValue {
  controller: Controller;
  execute: Execute;
}

export const ViewerContext = createContext<ViewerContextValue | null>(null);

export function useViewer(): ViewerContextValue {
  const value = useContext(ViewerContext);
  if (!value) throw new Error('outside of a viewer');
  return value;
}

// A part of the state; it must be the very same value while nothing changed in it.
export function useViewerState<Part>(select: (state: ViewerState) => Part): Part {
  const { store } = useViewer().controller;
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
