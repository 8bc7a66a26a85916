package web

import (
	"context"
	"sync"

	"recette/internal/campaign"
	"recette/internal/picture"
)

// mostThumbs is how many thumbnails are kept: some ten kilobytes each.
const mostThumbs = 256

// thumbs keeps the last thumbnails that were made, by the digest of what they show: whoever asks for one was given the
// picture first.
type thumbs struct {
	mu   sync.Mutex
	made map[string]*picture.Clean
}

// of gives the thumbnail of a piece.
func (t *thumbs) of(ctx context.Context, lab *picture.Lab, p *campaign.Piece) (*picture.Clean, error) {
	t.mu.Lock()
	known := t.made[p.SHA256]
	t.mu.Unlock()
	if known != nil {
		return known, nil
	}
	small, err := lab.Thumbnail(ctx, p.Body, thumbnail)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made == nil || len(t.made) >= mostThumbs {
		t.made = map[string]*picture.Clean{}
	}
	t.made[p.SHA256] = small
	return small, nil
}
