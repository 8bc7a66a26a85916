package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/durable"
)

// Keys is a set of keys to store: an authority, or none when it is there already, and identities by role.
type Keys struct {
	Authority  *Authority
	Identities map[Role]*Identity
	// Passphrases encrypt the keys, by role; that of the authority stands under the empty role.
	Passphrases map[Role][]byte
}

// Missing tells what a key directory lacks of an authority, under the empty role, and of roles. A key without its
// certificate is missing: it has signed nothing that anybody could verify. A certificate without its key is not: its
// holder may keep the key elsewhere. A set that another process is writing is there when it is whole.
func Missing(ctx context.Context, dir string, roles ...Role) (missing []Role, err error) {
	release, err := keyring{dir: dir}.hold(ctx)
	switch {
	case err == nil:
		defer release()
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	for _, role := range append([]Role{""}, roles...) {
		name := authorityFile
		if role != "" {
			if name, err = roleFile(role); err != nil {
				return nil, err
			}
		}
		switch _, err := os.Stat(certPath(dir, name)); {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, role)
		case err != nil:
			return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
		}
	}
	return missing, nil
}

// SaveKeys stores a set of keys in dir: all of them, or none. They are written beside it, made durable, and take their
// places together; when the process dies meanwhile, ResumeKeys ends what was begun. It returns ErrKeyExists rather than
// replace a file. A key that stands in dir without its certificate is set aside, under a name that ends in ".orphan".
func SaveKeys(ctx context.Context, dir string, k Keys) error { return keyring{dir: dir}.save(ctx, k) }

// ResumeKeys ends a SaveKeys that a death interrupted after everything was written, and tells whether there was one.
// What was interrupted before that is cleaned away by the next SaveKeys.
func ResumeKeys(ctx context.Context, dir string) (bool, error) { return keyring{dir: dir}.resume(ctx) }

// Interrupted tells whether ResumeKeys has something to end.
func Interrupted(dir string) bool {
	_, err := os.Stat(keyring{dir: dir}.ready())
	return err == nil
}

// keyring is a key directory that is written to. step is told of each thing that is about to become durable, and paced
// waits before the directory is asked for again; nil waits holdPoll.
type keyring struct {
	dir   string
	step  func(string)
	paced func(context.Context) error
}

func (r keyring) at(what string) {
	if r.step != nil {
		r.step(what)
	}
}

// ready is the directory that holds a whole set, on its way to the key directory. Whatever bears this name is complete.
func (r keyring) ready() string { return filepath.Clean(r.dir) + ".ready" }

// building matches the directories of sets that are not complete.
func (r keyring) building() string { return filepath.Clean(r.dir) + ".new-*" }

func (r keyring) save(ctx context.Context, k Keys) error {
	files, err := k.files()
	if err != nil {
		return err
	}
	if err := r.open(); err != nil {
		return err
	}
	release, err := r.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	for name := range files {
		if err := r.free(name); err != nil {
			return err
		}
	}
	r.at("begin")
	building, err := os.MkdirTemp(filepath.Dir(r.ready()), filepath.Base(r.building())) // mode 0700
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	for name, f := range files {
		r.at("write " + name)
		if err := writeNew(filepath.Join(building, name), f.text, f.mode); err != nil {
			return errors.Join(err, os.RemoveAll(building))
		}
	}
	r.at("complete")
	if err := os.Rename(building, r.ready()); err != nil {
		return errors.Join(fmt.Errorf("%w: %w", ErrKeyFile, err), os.RemoveAll(building))
	}
	if err := syncDir(filepath.Dir(r.ready())); err != nil {
		return err
	}
	_, err = r.finish()
	return err
}

// open makes the directory, closed to others.
func (r keyring) open() error {
	if err := durable.MakeDir(r.dir, 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	if err := os.Chmod(r.dir, 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return nil
}

// free refuses a name that is taken, and sets aside a key without its certificate.
func (r keyring) free(name string) error {
	path := filepath.Join(r.dir, name)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if stem, ok := bytes.CutSuffix([]byte(path), []byte(".key.pem")); ok {
		_, cert := os.Lstat(string(stem) + ".cert.pem")
		_, aside := os.Lstat(path + ".orphan") // an earlier one is a key too
		if errors.Is(cert, fs.ErrNotExist) && errors.Is(aside, fs.ErrNotExist) {
			if err := os.Rename(path, path+".orphan"); err != nil {
				return fmt.Errorf("%w: %w", ErrKeyFile, err)
			}
			return nil
		}
	}
	return fmt.Errorf("%w: %s", ErrKeyExists, path)
}

func (r keyring) resume(ctx context.Context) (bool, error) {
	if !Interrupted(r.dir) {
		return false, nil
	}
	if err := r.open(); err != nil {
		return false, err
	}
	release, err := r.hold(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	return r.finish()
}

// finish gives the files of a complete set their places, then removes where they came from. It may be cut short and
// begin again at any point. The directory is held: what another process builds is not there.
func (r keyring) finish() (bool, error) {
	entries, err := os.ReadDir(r.ready())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	for _, e := range entries {
		r.at("place " + e.Name())
		if err := r.place(e.Name()); err != nil {
			return false, err
		}
	}
	if err := syncDir(r.dir); err != nil {
		return false, err
	}
	r.at("clean")
	left, err := filepath.Glob(r.building()) // of processes that died before theirs was complete
	for _, dir := range append(left, r.ready()) {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return true, syncDir(filepath.Dir(r.ready()))
}

// place puts a file of the complete set in the key directory. One that is there already is the same, or is not
// replaced.
func (r keyring) place(name string) error {
	from, to := filepath.Join(r.ready(), name), filepath.Join(r.dir, name)
	text, err := read(from)
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	err = writeNew(to, text, info.Mode().Perm())
	if !errors.Is(err, ErrKeyExists) {
		return err
	}
	if there, e := bounded.ReadFile(to, bounded.Key); e == nil && bytes.Equal(there, text) {
		return nil
	}
	return err
}

type keyFile struct {
	text []byte
	mode fs.FileMode
}

// files encodes the set, by name of file.
func (k Keys) files() (map[string]keyFile, error) {
	files := map[string]keyFile{}
	if k.Authority != nil {
		text, err := encodeKey(k.Authority.Key, k.Passphrases[""])
		if err != nil {
			return nil, err
		}
		files[keyPath("", authorityFile)] = keyFile{text, 0o600}
		files[certPath("", authorityFile)] = keyFile{encodeCertificates(k.Authority.Certificate), 0o644}
	}
	for role, id := range k.Identities {
		name, err := roleFile(role)
		if err != nil {
			return nil, err
		}
		text, err := encodeKey(id.Key, k.Passphrases[role])
		if err != nil {
			return nil, err
		}
		certs := append([]*x509.Certificate{id.Certificate}, id.Chain...)
		files[keyPath("", name)] = keyFile{text, 0o600}
		files[certPath("", name)] = keyFile{encodeCertificates(certs...), 0o644}
	}
	return files, nil
}
