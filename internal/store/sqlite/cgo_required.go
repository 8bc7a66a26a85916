//go:build !cgo

package sqlite

// Without cgo the SQLite driver builds and then fails at every call, at run time. This line does not compile, so that
// the build says it instead: install a C compiler and build with CGO_ENABLED=1.
var _ = recette_needs_cgo_set_CGO_ENABLED_1_and_install_a_C_compiler
