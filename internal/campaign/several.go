package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"recette/internal/recette"
)

// RecordAll is Record of several results in their order, up to the first that is refused: as if each were recorded by
// itself after the one before, but that those of one campaign share a commit. What was recorded comes back, with the
// refusal of the one after it. Of that one, and of those that follow it, nothing was written.
func (s *Service) RecordAll(ctx context.Context, actor recette.Actor, rs []Result) ([]Recorded, error) {
	apart := func(r Result) bool {
		return r.Campaign != rs[0].Campaign || r.Trial != "" || r.Request != (Request{}) || s.run(r.Campaign) != nil
	}
	if len(rs) < 2 || slices.ContainsFunc(rs, apart) {
		return s.recordEach(ctx, actor, rs)
	}
	rs = slices.Clone(rs)
	var refused error
	for i := range rs {
		rs[i].Steps = slices.Clone(rs[i].Steps) // they are completed here
		err := rs[i].check()
		if err == nil {
			err = errors.Join(s.checkKept(ctx, &rs[i]), s.checkGiven(ctx, &rs[i]))
		}
		if err != nil {
			rs, refused = rs[:i], fmt.Errorf("record %s: %w", rs[i].Case, err)
			break
		}
	}
	if len(rs) == 0 {
		return nil, refused
	}
	got, whole, err := s.recordTogether(ctx, actor, rs)
	if whole && !errors.Is(err, ErrAgain) { // one of them may be why the log took none: each is asked by itself
		got, err = s.recordEach(ctx, actor, rs)
	}
	if err == nil {
		err = refused
	}
	return got, err
}

func (s *Service) recordEach(ctx context.Context, actor recette.Actor, rs []Result) (got []Recorded, err error) {
	for _, r := range rs {
		one, err := s.Record(ctx, actor, r)
		if err != nil {
			return got, err
		}
		got = append(got, one)
	}
	return got, nil
}

// recordTogether records results of one campaign, which are checked, in one commit, up to the first that the campaign
// refuses. whole says that the error is one of the log, which took nothing.
func (s *Service) recordTogether(
	ctx context.Context, actor recette.Actor, rs []Result,
) (got []Recorded, whole bool, err error) {
	c, err := s.load(ctx, rs[0].Campaign)
	if err != nil {
		return nil, false, err
	}
	c.recording.RLock()
	defer c.recording.RUnlock()
	var refused error
	cases := make([]int, len(rs))
	for j := range rs {
		if cases[j], err = s.checkNow(ctx, c, rs[j].Case, rs[j].Content); err != nil {
			rs, cases, refused = rs[:j], cases[:j], err
			break
		}
	}
	defer c.lockCases(cases)()
	made := make([]*entry, len(rs))
	for j := range rs {
		if made[j] = s.result(actor, rs[j], ""); made[j].err != nil {
			rs, made, refused = rs[:j], made[:j], made[j].err
			break
		}
	}
	if len(made) == 0 {
		return nil, false, refused
	}
	admitted, late := 0, error(nil)
	recs, err := s.extend(ctx, c, func() ([]*entry, error) {
		for admitted, late = 0, nil; admitted < len(made); admitted++ {
			var verdict recette.Verdict
			if verdict, late = c.admitAfter(actor, cases[:admitted+1], rs); late != nil {
				break
			}
			made[admitted].entry.Leaf.Result.Verdict = string(verdict)
		}
		if admitted == 0 {
			return nil, late
		}
		return made[:admitted], nil
	})
	if err != nil {
		return nil, admitted > 0, err
	}
	got = make([]Recorded, len(recs))
	for j := range recs {
		l := &recs[j].Leaf
		c.extendHold(rs[j].Hold, l.Seq)
		got[j] = Recorded{Seq: l.Seq, Verdict: recette.Verdict(l.Result.Verdict)}
	}
	s.warnAuthors(c, actor, rs[:len(recs)])
	if late != nil {
		refused = late
	}
	return got, false, refused
}

// admitAfter is admit of the result of the last of the cases, which goes to the log after those of the others.
func (c *loaded) admitAfter(actor recette.Actor, cases []int, rs []Result) (recette.Verdict, error) {
	last := len(cases) - 1
	r := rs[last]
	if _, err := c.check(r.Case, r.Content); err != nil {
		return "", err
	}
	var before []Result
	for k, i := range cases[:last] {
		if i == cases[last] {
			before = append(before, rs[k])
		}
	}
	verdict, err := c.admit(actor, cases[last], r, before)
	if err != nil {
		return "", fmt.Errorf("record %s: %w", r.Case, err)
	}
	return verdict, nil
}

// lockCases takes the locks of cases, each once, in one order for all who take several. It gives what frees them.
func (c *loaded) lockCases(cases []int) (free func()) {
	order := slices.Compact(slices.Sorted(slices.Values(cases)))
	for _, i := range order {
		c.cases[i].Lock()
	}
	return func() {
		for _, i := range order {
			c.cases[i].Unlock()
		}
	}
}
