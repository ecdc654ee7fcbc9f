// A small canvas that writes SVG for the reports: shapes with CSS classes, escaped text, linear scales, round
// ticks. Coordinates are pixels with one decimal, so that equal studies give equal bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace medal::statistics::report {

std::string escape_xml(std::string_view text);

/// Up to four significant digits, without trailing zeros; an en dash for NaN.
std::string short_number(double value);

/// Of a label in pixels, by the width of an average letter: browsers differ by a tenth.
double text_width(std::string_view text);

/// At most so many letters, the last an ellipsis where some were cut off.
std::string shortened(std::string_view text, std::size_t letters);

struct Point {
    double x = 0.0;
    double y = 0.0;
};

struct Box {
    double x = 0.0;
    double y = 0.0;
    double width = 0.0;
    double height = 0.0;
};

/// Maps [low, high] to [from, to]; an empty domain maps to the middle.
struct Scale {
    double low = 0.0;
    double high = 1.0;
    double from = 0.0;
    double to = 1.0;

    double at(double value) const noexcept;
};

/// Round numbers (1, 2 or 5 times a power of ten) inside [low, high].
std::vector<double> ticks(double low, double high, int wanted = 6);

enum class Anchor { start, middle, end };

class Canvas {
  public:
    Canvas(double width, double height, std::string_view description);

    void line(Point from, Point to, std::string_view css);
    void polyline(const std::vector<Point>& points, std::string_view css);
    void polygon(const std::vector<Point>& points, std::string_view css);
    void rect(Box box, std::string_view css, std::string_view tooltip = {});
    void circle(Point centre, double radius, std::string_view css, std::string_view tooltip = {});
    void text(Point at, Anchor anchor, std::string_view words, std::string_view css = "label");
    /// Slanted, ending at `at`: names under a crowded axis.
    void slanted_text(Point at, std::string_view words);

    std::string finish() &&;

  private:
    std::string out_;
};

/// The classes of the n-th algorithm's mark: one of eight colours "c0" .. "c7", and from the ninth on "g1"
/// (hollow, dashed) and "g2" (outlined, dotted), so that 24 are told apart.
std::string colour(std::size_t index);

}  // namespace medal::statistics::report
