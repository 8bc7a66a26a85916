package campaign_test

import (
	"context"
	"crypto/rand"
	"io"
	"testing"

	"recette/internal/campaign"
	"recette/internal/store/sqlite"
)

// counted is a log that counts the documents that are read of it.
type counted struct {
	*sqlite.DB
	read int
}

func (c *counted) ReadBlob(ctx context.Context, sha256 string, read func(io.Reader) error) error {
	c.read++
	return c.DB.ReadBlob(ctx, sha256, read)
}

// Services that a process opens one after the other read the frozen plan once, whatever they need it for.
func TestPlanIsReadOnce(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	for name, tt := range map[string]struct {
		outlines *campaign.Outlines
		want     int
	}{
		"apart":    {nil, 2},
		"together": {&campaign.Outlines{}, 1},
	} {
		log := &counted{DB: b.db}
		for range 2 {
			s, err := campaign.New(campaign.Deps{
				Journal: log, Clock: b.clock, Rand: rand.Reader, Outlines: tt.outlines,
			})
			if err != nil {
				t.Fatal(err)
			}
			if m, err := s.Outline(t.Context(), elise, manifest().Campaign); err != nil || len(m.Cases) == 0 {
				t.Fatalf("%s: %v", name, err)
			}
			if _, err := s.Status(t.Context(), elise, manifest().Campaign); err != nil {
				t.Fatal(err)
			}
			if err := s.Open(t.Context(), elise, manifest()); err == nil { // asks who is who
				t.Error("the campaign is opened twice")
			}
		}
		if log.read != tt.want {
			t.Errorf("%s: the plan is read %d times, want %d", name, log.read, tt.want)
		}
	}
}
