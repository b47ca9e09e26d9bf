// What the screen shows of annotations and key images. STU-42
import type { ImagePlace } from './marks';

export type MarksNotice = 'published' | 'withdrawn' | 'stored' | 'failed';

export interface OtherMarks {
  author: string;
  keyImages: ImagePlace[];
  count: number;
  hidden: boolean;
}

export interface MarksState {
  // off: nothing is kept here.
  phase: 'off' | 'changed' | 'saving' | 'saved' | 'failed';
  maySave: boolean;
  mayStore: boolean;
  keyImages: ImagePlace[];
  // Own drawings.
  count: number;
  // changed: what others see is older.
  published: 'no' | 'yes' | 'changed';
  others: OtherMarks[];
  notice: MarksNotice | null;
}

export const initialMarks: MarksState = {
  phase: 'off',
  maySave: false,
  mayStore: false,
  keyImages: [],
  count: 0,
  published: 'no',
  others: [],
  notice: null,
};
