package reach

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"recette/internal/bounded"
	"recette/internal/durable"
)

// announced is the file, in the private folder of a project, where a server that runs leaves what it is reached by, and
// which it holds. One that was killed leaves it there, held by nobody: whoever took its port since is not trusted.
const announced = "serveur"

// Announce leaves the origin of a server in a private folder, until done is called or the process ends.
func Announce(folder, origin string) (done func(), err error) {
	path := filepath.Join(folder, announced)
	if err := durable.MakeDir(folder, 0o700); err != nil {
		return nil, fmt.Errorf("leave the address of the server: %w", err)
	}
	if err := durable.Write(path, 0o600, durable.Bytes([]byte(origin+"\n"))); err != nil {
		return nil, fmt.Errorf("leave the address of the server: %w", err)
	}
	release, err := hold(path)
	if err != nil {
		return nil, fmt.Errorf("leave the address of the server: %w", err)
	}
	return func() {
		if Announced(folder) == origin { // another server may have left its own
			_ = os.Remove(path)
		}
		release()
	}, nil
}

// Announced gives the origin that a server that runs left in a folder; empty when none did.
func Announced(folder string) string {
	path := filepath.Join(folder, announced)
	data, err := bounded.ReadFile(path, bounded.Document)
	if err != nil || !held(path) {
		return ""
	}
	return strings.TrimSpace(string(data))
}
