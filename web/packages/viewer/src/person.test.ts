import { describe, expect, it } from 'vitest';
import { formatName, samePatient } from './person';

const object = (alphabetic: string, patientId: string, ideographic = '') => ({
  name: { alphabetic, ideographic, phonetic: '' },
  patientId,
});

describe('names', () => {
  it('are written family first', () => {
    expect(formatName('Doe^Jane^Mary^Dr^PhD')).toBe('Doe, Jane Mary');
    expect(formatName('Doe')).toBe('Doe');
    expect(formatName('^Jane')).toBe('Jane');
  });
});

describe('images and banner', () => {
  // STU-43
  it('agree whatever the case, accents, punctuation and titles', () => {
    expect(samePatient({ name: 'Núñez, José', patientId: '17' }, object('NUNEZ^JOSE^^DR', '17 '))).toBe(true);
    expect(
      samePatient({ name: 'O’Neil-Smith, Ann Mary', patientId: '17' }, object("O'Neil Smith^Ann^Mary", '17')),
    ).toBe(true);
    expect(samePatient({ name: 'Doe, Jane', patientId: '17' }, object('Doe^Jane^Mary', '17'))).toBe(true);
  });

  it('differ when the ID or the name differs', () => {
    expect(samePatient({ name: 'Doe, Jane', patientId: '17' }, object('Doe^Jane', '18'))).toBe(false);
    expect(samePatient({ name: 'Doe, Jane', patientId: '17' }, object('Doe^John', '17'))).toBe(false);
    expect(samePatient({ name: 'Doe, Jane', patientId: '17' }, object('Do^Jane', '17'))).toBe(false);
    expect(samePatient({ name: 'Doe, Jane', patientId: '17' }, object('Doe^Jane', ''))).toBe(false);
  });

  it('agree in any of the name groups', () => {
    expect(
      samePatient({ name: '山田, 太郎', patientId: '5' }, object('Yamada^Tarou', '5', '山田^太郎')),
    ).toBe(true);
    expect(
      samePatient({ name: 'Yamada, Tarou', patientId: '5' }, object('Yamada^Tarou', '5', '山田^太郎')),
    ).toBe(true);
  });

  it('are judged by the ID where a name is missing', () => {
    expect(samePatient({ name: '', patientId: '5' }, object('Yamada^Tarou', '5'))).toBe(true);
    expect(samePatient({ name: '', patientId: '' }, object('', ''))).toBe(true);
    expect(samePatient({ name: '', patientId: '' }, object('Yamada^Tarou', ''))).toBe(false);
  });
});
