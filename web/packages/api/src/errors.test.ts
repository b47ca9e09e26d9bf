import { describe, expect, it } from 'vitest';
import { formPath, toApiError } from './errors';

describe('a refusal of the server (GEN-4)', () => {
  it('becomes an error with code, request id and the errors of its fields', () => {
    const error = toApiError(422, {
      status: 422,
      code: 'invalid_body',
      title: 'Some fields are wrong',
      errors: [
        { path: 'professionalNumbers[1].value', code: 'check_digit', text: 'The check digit is wrong' },
        { path: '/email', code: 'format', text: 'Not an address' },
      ],
      requestId: 'r1',
    });
    expect(error).toMatchObject({ status: 422, code: 'invalid_body', requestId: 'r1' });
    expect(error.fieldTexts()).toEqual({
      'professionalNumbers.1.value': 'The check digit is wrong',
      email: 'Not an address',
    });
  });

  it('joins several errors on one field', () => {
    const error = toApiError(422, {
      code: 'x',
      errors: [
        { path: 'name', code: 'a', text: 'One.' },
        { path: 'name', code: 'b', text: 'Two.' },
      ],
    });
    expect(error.fieldTexts()).toEqual({ name: 'One. Two.' });
  });

  it.each([[null], ['<html>Bad gateway</html>'], [[]], [{ errors: 'none' }], [{ errors: [null, 3] }]])(
    'is still an error when the body is %j',
    (body) => {
      const error = toApiError(502, body);
      expect(error).toMatchObject({ status: 502, code: 'http_502' });
      expect(error.fieldTexts()).toEqual({});
    },
  );

  it('says how long to wait, from the body or from the header', () => {
    expect(toApiError(429, { code: 'sign_in_locked', retryAfter: 90 }).retryAfterSeconds).toBe(90);
    expect(toApiError(429, { code: 'x' }, '30').retryAfterSeconds).toBe(30);
    expect(toApiError(429, { code: 'x' }).retryAfterSeconds).toBeNull();
  });

  it.each([
    ['a.b', 'a.b'],
    ['/a/0/b', 'a.0.b'],
    ['#/a', 'a'],
    ['$.a[2].b', 'a.2.b'],
  ])('reads the path %s as %s', (given, wanted) => {
    expect(formPath(given)).toBe(wanted);
  });
});
