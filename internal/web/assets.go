package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed static
var files embed.FS

// assetPath is where style and script are, below the digest of their content: what is there never changes.
const assetPath = "/fichiers/"

// assets are the style and the script, as they are sent.
type assets struct {
	paths map[string]string // by name
	all   map[string]asset  // by path
}

type asset struct {
	kind         string
	plain, short []byte // short is the same, compressed
}

func newAssets() (*assets, error) {
	a := &assets{paths: map[string]string{}, all: map[string]asset{}}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		return nil, fmt.Errorf("list the files of the pages: %w", err)
	}
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
	for _, e := range entries {
		content, err := fs.ReadFile(files, "static/"+e.Name())
		if err != nil {
			return nil, fmt.Errorf("read a file of the pages: %w", err)
		}
		var short bytes.Buffer
		z := gzip.NewWriter(&short)
		if _, err := z.Write(content); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		sum := sha256.Sum256(content)
		at := assetPath + hex.EncodeToString(sum[:8]) + "/" + e.Name()
		a.paths[e.Name()] = at
		a.all[at] = asset{kind: kinds[path.Ext(e.Name())], plain: content, short: short.Bytes()}
	}
	return a, nil
}

// ServeHTTP gives a file, as short as the browser can read it.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.all[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	content := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content = f.short
	}
	http.ServeContent(w, r, r.URL.Path, time.Time{}, bytes.NewReader(content))
}
