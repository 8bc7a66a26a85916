package web

import (
	"context"
	"sync"

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

// of gives the thumbnail of a picture, which is read when nobody asked for it before.
func (t *thumbs) of(
	ctx context.Context, lab *picture.Lab, sum string, read func() ([]byte, error),
) (*picture.Clean, error) {
	t.mu.Lock()
	known := t.made[sum]
	t.mu.Unlock()
	if known != nil {
		return known, nil
	}
	body, err := read()
	if err != nil {
		return nil, err
	}
	small, err := lab.Thumbnail(ctx, body, thumbnail)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made == nil || len(t.made) >= mostThumbs {
		t.made = map[string]*picture.Clean{}
	}
	t.made[sum] = small
	return small, nil
}
