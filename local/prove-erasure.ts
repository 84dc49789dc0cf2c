/** `npm run prove:erasure`: plays the canary proof and says what it found. Exit code 1 for any leak. */
