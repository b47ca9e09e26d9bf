import { describe, expect, it } from 'vitest';
import { edgeLetters, lettersOf, opposite } from './orientation';

describe('orientation letters', () => {
  // STU-41
  it('name the direction in the patient, the strongest first', () => {
    expect(lettersOf([1, 0, 0])).toBe('L');
    expect(lettersOf([0, -0.95, 0.31])).toBe('AH');
    expect(opposite('AH')).toBe('PF');
  });

  it('stand at the edges of an axial image as at the foot of the bed', () => {
    const set = { '00200037': { Value: [1, 0, 0, 0, 1, 0] } };
    expect(edgeLetters(set, { right: [1, 0, 0], up: [0, -1, 0] })).toEqual({
      top: 'A',
      right: 'L',
      bottom: 'P',
      left: 'R',
    });
  });

  it('come from Patient Orientation for projections, also when turned', () => {
    const set = { '00200020': { Value: ['L', 'F'] } };
    expect(edgeLetters(set, { right: [1, 0, 0], up: [0, -1, 0] })).toEqual({
      top: 'H',
      right: 'L',
      bottom: 'F',
      left: 'R',
    });
    expect(edgeLetters(set, { right: [0, 1, 0], up: [1, 0, 0] })).toEqual({
      top: 'L',
      right: 'F',
      bottom: 'R',
      left: 'H',
    });
  });

  it('are absent when the object says nothing', () => {
    expect(edgeLetters({}, { right: [1, 0, 0], up: [0, -1, 0] })).toBeNull();
  });
});
