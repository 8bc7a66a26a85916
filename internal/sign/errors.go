package sign

import (
	"errors"
	"fmt"
)

// Sentinel errors. Every error this package makes wraps ErrSign; test with errors.Is. Errors of the PDF layer keep
// their own tree.
var (
	// ErrSign is the root.
	ErrSign = errors.New("sign")
	// ErrRequest reports a request that lacks something or contradicts itself.
	ErrRequest = fmt.Errorf("%w: request", ErrSign)
	// ErrDocument reports a document that cannot be signed as asked.
	ErrDocument = fmt.Errorf("%w: document", ErrSign)
	// ErrFieldUnknown reports a signature field that the document does not have.
	ErrFieldUnknown = fmt.Errorf("%w: no such signature field", ErrDocument)
	// ErrFieldSigned reports a field that holds a signature already.
	ErrFieldSigned = fmt.Errorf("%w: field already signed", ErrDocument)
	// ErrCertifyLate reports a certification after another signature; it must be the first (ISO 32000-1, 12.8.2.2).
	ErrCertifyLate = fmt.Errorf("%w: certification after another signature", ErrDocument)
	// ErrLocked reports a document that an earlier signature closed to any change.
	ErrLocked = fmt.Errorf("%w: locked by an earlier signature", ErrDocument)
	// ErrAppearance reports a visible box that cannot become part of the document.
	ErrAppearance = fmt.Errorf("%w: appearance", ErrRequest)

	// ErrCertificate reports a certificate that may not sign this document.
	ErrCertificate = fmt.Errorf("%w: certificate", ErrSign)
	// ErrNotYetValid reports a signing time before the certificate.
	ErrNotYetValid = fmt.Errorf("%w: not yet valid", ErrCertificate)
	// ErrExpired reports a signing time after the certificate.
	ErrExpired = fmt.Errorf("%w: expired", ErrCertificate)
	// ErrUsage reports a key usage or extended key usage that excludes document signatures.
	ErrUsage = fmt.Errorf("%w: not made for signing documents", ErrCertificate)
	// ErrAlgorithm reports a key other than ECDSA P-256 and RSA of at least 3072 bits.
	ErrAlgorithm = fmt.Errorf("%w: key algorithm", ErrCertificate)
	// ErrKeyMismatch reports a private key that is not the certificate's.
	ErrKeyMismatch = fmt.Errorf("%w: key does not belong to it", ErrCertificate)

	// ErrKeyFile reports a key or certificate file that cannot be used.
	ErrKeyFile = fmt.Errorf("%w: key file", ErrSign)
	// ErrNoKey reports the absence of a key file.
	ErrNoKey = fmt.Errorf("%w: missing", ErrKeyFile)
	// ErrKeyMode reports a private key that others than its owner can read or write: what they copied they can guess
	// the passphrase of at leisure.
	ErrKeyMode = fmt.Errorf("%w: open to others than its owner", ErrKeyFile)
	// ErrKeyExists reports a key file that would have been overwritten.
	ErrKeyExists = fmt.Errorf("%w: exists already", ErrKeyFile)
	// ErrKeysHeld reports a key directory that another process writes.
	ErrKeysHeld = fmt.Errorf("%w: held by another process", ErrKeyFile)
	// ErrPassphrase reports a passphrase that does not open the key.
	ErrPassphrase = fmt.Errorf("%w: wrong passphrase", ErrKeyFile)
	// ErrNoPassphrase reports an empty passphrase where one is needed: keys are never stored in clear.
	ErrNoPassphrase = fmt.Errorf("%w: empty passphrase", ErrKeyFile)
)
