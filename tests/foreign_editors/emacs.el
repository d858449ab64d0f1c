;;; Opens a file in Emacs, set up as the page about it says, and writes what flymake shows, as JSON.  -*- lexical-binding: t -*-
;;; Arguments are in the environment.

(require 'json)
(require 'package)
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa") ; where Debian puts eglot
(package-initialize)
(require 'eglot)

(defun wait-until (condition)
  "Let processes and timers run until CONDITION holds, a minute at most."
  (let ((deadline (time-add nil 60)))
    (while (and (not (funcall condition)) (time-less-p nil deadline))
      (accept-process-output nil 0.05))))

(defun column-of (position)
  "The characters before POSITION on its line."
  (save-excursion (goto-char position) (- position (line-beginning-position))))

(defun as-json (diagnostic)
  (vector (1- (line-number-at-pos (flymake-diagnostic-beg diagnostic)))
          (column-of (flymake-diagnostic-beg diagnostic))
          (column-of (flymake-diagnostic-end diagnostic))
          (symbol-name (flymake-diagnostic-type diagnostic))
          (flymake-diagnostic-text diagnostic)))

(setq eglot-sync-connect 60)
(load (getenv "SHAPECOACH_SETUP") nil t t)
(find-file (getenv "SHAPECOACH_FILE"))
(call-interactively #'eglot)
(flymake-start)
(wait-until (lambda () (flymake-diagnostics)))
(let ((answer (json-encode (vconcat (mapcar #'as-json (flymake-diagnostics))))))
  (with-temp-file (getenv "SHAPECOACH_ANSWER") (insert answer)))
(eglot-shutdown (eglot-current-server))
