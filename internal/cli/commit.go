package cli

import (
	"os"
	"path/filepath"
	"strings"
)

// commitOf gives the commit of the project when it lies in a git repository, read from git's own files: no process is
// started, and a project without git simply has none. It says which commit is checked out, not that the files are as
// committed: only the hashes of the texts say what was tested.
func commitOf(root string) string {
	for dir := root; ; {
		git := filepath.Join(dir, ".git")
		if info, err := os.Stat(git); err == nil {
			if !info.IsDir() {
				data, err := os.ReadFile(git)
				if err != nil {
					return ""
				}
				git = strings.TrimSpace(strings.TrimPrefix(string(data), "gitdir:"))
				if !filepath.IsAbs(git) {
					git = filepath.Join(dir, git)
				}
			}
			return commitID(head(git))
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// commitID keeps what has the form of a commit, SHA-1 or SHA-256: a damaged repository names none, and the words of
// another file do not enter a PV.
func commitID(s string) string {
	if len(s) != 40 && len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return ""
	}
	return s
}

// head resolves HEAD of a git folder: a detached commit, a loose reference or a packed one.
func head(git string) string {
	data, err := os.ReadFile(filepath.Join(git, "HEAD"))
	if err != nil {
		return ""
	}
	ref, symbolic := strings.CutPrefix(strings.TrimSpace(string(data)), "ref: ")
	if !symbolic {
		return ref
	}
	common := git
	if data, err := os.ReadFile(filepath.Join(git, "commondir")); err == nil {
		common = filepath.Join(git, strings.TrimSpace(string(data)))
	}
	if data, err := os.ReadFile(filepath.Join(common, filepath.FromSlash(ref))); err == nil {
		return strings.TrimSpace(string(data))
	}
	packed, err := os.ReadFile(filepath.Join(common, "packed-refs"))
	if err != nil {
		return ""
	}
	for line := range strings.SplitSeq(string(packed), "\n") {
		if sha, name, ok := strings.Cut(line, " "); ok && name == ref {
			return sha
		}
	}
	return ""
}
