// Text values as UTF-8, whatever Specific Character Set says (PS3.3, C.12.1.1.2; PS3.5, 6.1), and back.
#pragma once

#include <string>
#include <string_view>

namespace medal::imaging::dicom {

class Charset {
  public:
    /// `terms` is the raw value of (0008,0005). Unknown terms and damaged text fall back to Latin-1.
    explicit Charset(std::string_view terms);

    std::string_view terms() const { return terms_; }
    std::string to_utf8(std::string_view raw) const;
    /// UTF-8 back into this character set where it is one of Latin-1 or UTF-8; other letters are dropped.
    std::string from_utf8(std::string_view text) const;

  private:
    std::string terms_;
};

bool is_plain_ascii(std::string_view text);

}  // namespace medal::imaging::dicom
