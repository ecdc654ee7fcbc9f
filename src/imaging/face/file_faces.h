// Faces in one file of pictures: photographs, films, and DICOM objects that a camera took. Volumes,
// radiographs, ultrasound and slides are not searched: what they show of a face is for find.h, or nothing.
// Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/face/obscure.h"
#include "imaging/face/tracks.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::face {

/// `none`: nothing that shows people by its kind.
enum class PictureKind { none, still, film, dicom };
BOOST_DESCRIBE_ENUM(PictureKind, none, still, film, dicom)

struct PictureFaces {
    PictureKind kind = PictureKind::none;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    std::uint64_t frames = 0;
    std::uint64_t frames_searched = 0;
    std::vector<FaceTrack> faces;
};
BOOST_DESCRIBE_STRUCT(PictureFaces, (), (kind, width, height, frames, frames_searched, faces))

/// Visible light but for microscopes and slides, and secondary captures, which may show anything (PS3.4,
/// B.5).
bool may_show_people(std::string_view sop_class);

/// Throws base::Error "imaging.refused", "imaging.codec" or "imaging.decode".
PictureFaces find_faces_in_file(const std::filesystem::path& path);

struct ObscureTask {
    std::string path;
    std::string output;
    Style style = Style::block;
    std::vector<FaceTrack> faces;
};
BOOST_DESCRIBE_STRUCT(ObscureTask, (), (path, output, style, faces))

/// A photograph as PNG without metadata, or a film encoded anew (film/rewrite.h), with the faces made
/// unrecognisable. Returns how many pictures changed. Throws base::Error "imaging.kind" for DICOM files.
std::uint64_t obscure_faces(const ObscureTask& task);

}  // namespace medal::imaging::face
