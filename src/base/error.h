// The one exception type of the house: thrown where the fault is known, caught at the border only
// (http, job loop, command line, retry in work). No field ever holds foreign bytes (DOMAIN.md, rule 1).
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace medal::base {

enum class ErrorKind {
    not_found,
    invalid,
    unauthenticated,
    forbidden,
    conflict,
    too_many,
    unavailable,
    too_large,
    unsupported,
    internal,
};

/// What may be said beside the message. `field` is a JSON pointer or a flag; `hint` says how to fix it;
/// `detail` is logged and never sent.
struct ErrorContext {
    std::string field{};
    std::string hint{};
    std::string detail{};
};

class Error : public std::exception {
  public:
    /// `code` is stable, documented and translated ("problem.title_too_long"); `message` is for the person.
    Error(ErrorKind kind, std::string code, std::string message, ErrorContext context = {});

    ErrorKind kind() const noexcept { return kind_; }
    const std::string& code() const noexcept { return code_; }
    const std::string& message() const noexcept { return message_; }
    const std::string& field() const noexcept { return context_.field; }
    const std::string& hint() const noexcept { return context_.hint; }
    const std::string& detail() const noexcept { return context_.detail; }
    const char* what() const noexcept override { return message_.c_str(); }

  private:
    ErrorKind kind_;
    std::string code_;
    std::string message_;
    ErrorContext context_;
};

/// "not_found", "invalid", …: the word used in logs and in the `kind` of a problem document.
std::string_view to_string(ErrorKind kind) noexcept;

/// A broken invariant of ours: rolled back, logged with `detail`, shown as an internal error.
[[noreturn]] void fail_internal(std::string detail);

}  // namespace medal::base
