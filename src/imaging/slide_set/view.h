// A slide of several files as OpenSlide may see it: a folder of links with names of ours over a list that was
// written anew, so that no name of the given files is ever followed.
#pragma once

#include "imaging/slide_set/foreign_slide.h"
#include "imaging/slide_set/listing.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace medal::imaging::slide_set {

class View {
  public:
    /// `parts` as in the listing, empty where one is not there; `folder` is made, and gone again with this.
    /// Throws base::Error "slide.part_missing" or "slide.part_damaged" (a part claims what it cannot hold),
    /// "imaging.write".
    View(const Listing& listing, const std::vector<std::filesystem::path>& parts,
         const std::filesystem::path& folder);

    const ForeignSlide::Source& source() const { return source_; }

  private:
    class Folder {
      public:
        explicit Folder(std::filesystem::path path) : path_(std::move(path)) {}
        ~Folder();
        Folder(const Folder&) = delete;
        Folder& operator=(const Folder&) = delete;

      private:
        std::filesystem::path path_;
    };

    Folder folder_;
    ForeignSlide::Source source_;
};

/// "This MIRAX slide is not complete: … is missing; put …"
std::string describe_missing(SetKind kind, PartRole role);

}  // namespace medal::imaging::slide_set
