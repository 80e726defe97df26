#include "include/csite.h"

static const unsigned char style[] = {
#embed "style.css"
};
static const unsigned char script[] = {
#embed "site.js"
};

struct cst_file cst_style(void) { return (struct cst_file){style, sizeof style}; }

struct cst_file cst_script(void) { return (struct cst_file){script, sizeof script}; }
