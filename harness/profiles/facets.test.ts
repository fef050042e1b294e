import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { withStated } from './facets.js';

const {
  'learn-0.20': learn,
  'psd-0.20': psd,
  'psd-0.22': draft,
  'pkm-0.20': header,
} = BUILT_IN_PROFILES;

describe('what is stated', () => {
  it('brings what stands with it in a built-in profile, and nothing else', () => {
    const wide = withStated(psd, { layout: 'wide' });
    expect(wide).toMatchObject({
      layout: 'wide',
      claims: 'indirect',
      abi: psd.abi,
      switches: { R02: 'wide', R03: 'counted', R06: 'kernel', R09: 'gids', R14: '40-bytes' },
    });
    const thousand = { ...psd.abi, maxGroups: 1024 };
    const switches = { ...psd.switches, R27: '1024' };
    expect(withStated(psd, { abi: { maxGroups: 1024 } })).toEqual({
      ...psd,
      abi: thousand,
      switches,
    });
    expect(withStated(psd, { switches: { R27: '1024' } })).toMatchObject({
      abi: thousand,
      switches,
    });
  });

  it.each([learn, psd, draft, header])('may be all of $id, or nothing', (profile) => {
    expect(withStated(profile, {})).toEqual(profile);
    const { layout, claims, abi, switches } = profile;
    expect(withStated(learn, { layout, claims, abi, switches })).toEqual({
      ...learn,
      ...{ layout, claims, abi, switches },
    });
  });

  it('has to stand together somewhere', () => {
    expect(withStated(psd, { layout: 'wide', switches: { R03: 'bare' } })).toBe(
      'layout wide, switches.R03 bare: no built-in profile has these together, so no clause says ' +
        'what they mean',
    );
    expect(withStated(psd, { abi: { maxGroups: 1_000_000_000 } })).toMatch(
      /^abi.maxGroups 1000000000: no built-in profile has this/,
    );
  });
});
