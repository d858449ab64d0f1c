;;; Opens a file in Emacs with eglot and Shape Coach and writes what flymake shows, as JSON.  -*- lexical-binding: t -*-
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
(find-file (getenv "SHAPECOACH_FILE"))
(let ((command (append (json-read-from-string (getenv "SHAPECOACH_COMMAND")) nil)))
  (eglot '(python-mode) (cons 'transient default-directory) 'eglot-lsp-server command "python"))
(flymake-start)
(wait-until (lambda () (flymake-diagnostics)))
(let ((answer (json-encode (vconcat (mapcar #'as-json (flymake-diagnostics))))))
  (with-temp-file (getenv "SHAPECOACH_ANSWER") (insert answer)))
(eglot-shutdown (eglot-current-server))
